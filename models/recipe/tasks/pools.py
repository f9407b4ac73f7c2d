# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Values that tasks are filled with. What is made up on the spot is split in two: training never sees a held-out one.

A value belongs to the held-out part when the CRC-32 of its text is divisible by five, so the split needs no list and holds
across versions of the pools: names, words, codes and long numbers that are made up. Of the lists here, common vocabulary like
the words of the text, held-out questions use that fifth and training uses all.
"""
import random
import zlib

NAMES = (
    "Anna Ben Clara David Ella Frank Grace Henry Ida Jack Karen Leo Mary Nora Oscar Paul Quinn Rosa Sam Tina Uma Victor Wendy "
    "Xavier Yara Zoe Amir Bella Carlos Dina Elena Felix Gina Hugo Iris Jonas Kira Luca Mila Noah Olga Pedro Rita Simon Tara Ugo "
    "Vera Will Yusuf Zara Alice Boris Cora Dario Emma Farid Greta Hassan Ines Jamal Kofi Lena Marco Nadia Omar Petra Rania Sven "
    "Thea Ursula Vikram Wanda Ximena Yvonne Zeno Agnes Bruno Celia Dmitri Edith Fatima Gustav Helga Igor Julia Kurt Lydia Mateo "
    "Nina Otto Priya Ravi Selma Tomas Valerie Walter Akira Bianca Chloe Diego Esther Flora Gloria Hannah Isaac Joel Katya Liam"
).split()
CITIES = (
    "London Paris Rome Madrid Berlin Vienna Prague Lisbon Oslo Dublin Athens Warsaw Tokyo Delhi Cairo Lima Quito Boston Denver "
    "Dallas Seattle Toronto Sydney Nairobi Lagos Seoul Hanoi Milan Geneva Porto Zurich Munich Hamburg Lyon Turin Naples Seville "
    "Bilbao Ghent Bruges Utrecht Bergen Malmo Aarhus Tampere Riga Vilnius Krakow Gdansk Brno Graz Linz Zagreb Split Sofia Bucharest "
    "Izmir Ankara Beirut Amman Doha Muscat Mumbai Pune Dhaka Colombo Bangkok Jakarta Manila Osaka Kyoto Nagoya Busan Taipei Perth "
    "Hobart Auckland Accra Dakar Tunis Rabat Kigali Lusaka Havana Bogota Santiago Montevideo Austin Chicago Detroit Houston Miami "
    "Phoenix Portland Tucson Ottawa Montreal Calgary Halifax"
).split()
PRODUCTS = (
    "lamp kettle printer router phone laptop camera chair desk clock radio toaster bicycle backpack keyboard monitor speaker heater "
    "blender watch tablet charger cable mouse headset scanner projector fridge oven mixer grill fan vacuum iron mirror shelf sofa "
    "mattress pillow blanket curtain carpet tent jacket boots gloves helmet scooter drill hammer ladder bucket hose rake mower "
    "umbrella suitcase wallet notebook stapler microphone guitar piano tripod drone battery doorbell thermostat dishwasher"
).split()
PROBLEMS = (
    "broken|too loud|missing a part|not charging|leaking|very slow|cracked|overheating|the wrong colour|out of stock|late|not turning "
    "on|scratched|too small|too heavy|making a noise|losing its signal|stained|bent|the wrong size|falling apart|covered in dust|"
    "without a manual|not working|damaged|unsafe|incomplete|blinking red|smelling of smoke|stuck"
).split("|")
STATUS = "open closed pending shipped cancelled delivered active paused expired approved rejected returned paid failed".split()
FRUIT = (
    "apple banana cherry grape lemon mango orange peach pear plum fig kiwi melon olive date lime quince apricot coconut papaya "
    "raspberry tomato carrot onion potato spinach garlic pepper bean corn leek radish turnip walnut almond barley wheat rice oat"
).split()
WORDS = (
    "river stone cloud forest garden window bridge castle meadow winter summer silver golden gentle quiet bright hollow narrow "
    "market engine signal pocket letter ribbon button basket candle feather hammer island jungle kitchen ladder mountain needle "
    "ocean pebble quarry rocket saddle temple valley wagon yellow zebra anchor beacon copper desert ember falcon glacier harbor"
).split()
COLOURS = "red blue green black white grey brown yellow silver purple orange pink".split()
MONTHS = "January February March April May June July August September October November December".split()
DOMAINS = "example.com example.org example.net mail.example shop.example data.example".split()
ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh st t tr v w y z".split()
VOWELS = "a e i o u ai ea ia oo".split()
CODAS = "n r l s t m x nd rk sh".split() + [""] * 8


# Of the values of training that are words, when it is given some.
SHARE_OF_WORDS = 0.55


class Pool:
    """Draws values for one side of the split; owns its random generator, so equal seeds give equal tasks.

    `words`, lower-case, take the place of many values of training: from lists as short as these a model learns the values
    instead of copying them.
    """

    def __init__(self, seed, held_out=False, words=()):
        self.random = random.Random(seed)
        self.held_out = held_out
        self.words = list(words)

    def belongs(self, value):
        """True when the value may appear on this side."""
        return (zlib.crc32(str(value).encode()) % 5 == 0) == self.held_out

    def _until(self, make):
        for _ in range(200):
            value = make()
            if self.belongs(value):
                return value
        raise ValueError("no value on this side of the split in 200 draws: the pool is too small")

    def any(self, values):
        """One of a closed set whose members both sides share (labels, months, templates)."""
        return self.random.choice(values)

    def word_of(self, values):
        """One of the words of the text, or else one of these that both sides share."""
        return self.any(self.words if self.words and self.chance(SHARE_OF_WORDS) else values)

    def one(self, values):
        """One of an open set: of its held-out part for held-out questions, else it may be a word of the text instead."""
        if self.held_out:
            return self._until(lambda: self.any(values))
        value = self.word_of(values)
        return value.capitalize() if values[0][0].isupper() else value

    def several(self, values, count):
        """That many different values of an open set."""
        mine = [v for v in values if self.belongs(v)] if self.held_out else values
        chosen = self.random.sample(mine, min(count, len(mine)))
        if not self.words:
            return chosen
        # In order, each once.
        return list(dict.fromkeys(self.one([v]) for v in chosen))

    def chance(self, share):
        return self.random.random() < share

    def below(self, low, high):
        """A whole number in [low, high]; from 1,000 on only this side's numbers."""
        if high < 1000:
            return self.random.randint(low, high)
        return self._until(lambda: self.random.randint(low, high))

    def syllables(self):
        """A made-up word, so that copying it cannot be done from memory."""
        r = self.random
        return "".join(r.choice(ONSETS) + r.choice(VOWELS) + r.choice(CODAS) for _ in range(2))

    def name(self):
        if self.chance(0.4):
            return self._until(lambda: self.syllables().capitalize())
        return self.one(NAMES)

    def city(self):
        if self.chance(0.3):
            return self._until(lambda: self.syllables().capitalize())
        return self.one(CITIES)

    def product(self):
        return self.one(PRODUCTS)

    def word(self):
        if self.chance(0.3):
            return self._until(self.syllables)
        return self.one(self.any((FRUIT, WORDS, PRODUCTS)))

    def code(self):
        """An article or order code such as KX-4821."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        r = self.random
        return self._until(lambda: f"{r.choice(letters)}{r.choice(letters)}-{r.randint(0, 9999):04d}")

    def digits(self, count):
        return self._until(lambda: "".join(str(self.random.randint(0, 9)) for _ in range(count)))

    def email(self):
        return f"{self.name().lower()}{self.any(('', '.', '_'))}{self.below(1, 99)}@{self.any(DOMAINS)}"

    def date(self):
        """(year, month, day)"""
        return self.random.randint(1900, 2030), self.random.randint(1, 12), self.random.randint(1, 28)
