# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Checks of the task generators; they need nothing but Python.

usage: python3 -m unittest tasks_test   (in this folder)
"""
import json
import unittest

import tasks
from tasks import convert, pools


def made(kind, held_out=False, count=200, seed=1):
    pool = tasks.Pool(seed, held_out)
    return [tasks.make(kind, pool) for _ in range(count)]


class TasksTest(unittest.TestCase):
    def test_equal_seeds_give_equal_tasks(self):
        first, second = tasks.Pool(3), tasks.Pool(3)
        self.assertEqual([tasks.draw(first) for _ in range(300)], [tasks.draw(second) for _ in range(300)])

    def test_made_up_values_are_never_shared_between_the_sides(self):
        listed = {*pools.NAMES, *pools.CITIES, *pools.PRODUCTS, *pools.FRUIT, *pools.WORDS}
        for make in (pools.Pool.name, pools.Pool.city, pools.Pool.word, pools.Pool.code):
            training, held_out = ({make(pool) for _ in range(2000)} - listed for pool in (tasks.Pool(5), tasks.Pool(5, held_out=True)))
            self.assertGreater(len(held_out), 5, make.__name__)
            self.assertEqual(set(), training & held_out, make.__name__)

    def test_words_of_the_text_take_the_place_of_some_values(self):
        words = ["and", "barrel", "carved", "doorway", "everything", "farthing", "gallop", "hearth", "idle", "journey"]
        pool = tasks.Pool(5, words=words)
        products, names = [pool.product() for _ in range(500)], [pool.name() for _ in range(500)]
        self.assertEqual(set(words), set(products) - set(pools.PRODUCTS))
        self.assertLess(set(w.capitalize() for w in words), set(names))
        self.assertLess(set(words), {pool.word_of(pools.COLOURS) for _ in range(500)})

    def test_several_values_differ(self):
        for pool in (tasks.Pool(5), tasks.Pool(5, words=["barrel", "doorway"])):
            for _ in range(100):
                chosen = pool.several(pools.NAMES, 5)
                self.assertEqual(len(chosen), len(set(chosen)))

    def test_every_kind_ends_with_a_question_and_has_an_answer(self):
        for kind in tasks.KINDS:
            for held_out in (False, True):
                for t in made(kind, held_out, 50):
                    self.assertEqual("user", t.turns[-1][0], kind)
                    self.assertTrue(t.answer and t.answer == t.answer.strip(), (kind, t))

    def test_answers_in_json_are_json_and_hold_only_what_was_given(self):
        for kind in tasks.GROUPS["extract"]:
            if kind == "field":
                continue
            for t in made(kind):
                for value in json.loads(t.answer).values():
                    self.assertIn(str(value).rstrip("0").rstrip("."), t.turns[0][1], (kind, t))

    def test_csv_and_json_lines_are_each_others_inverse(self):
        for t in made("csv_json"):
            table = t.turns[0][1].split("\n", 1)[1]
            rows = [json.loads(row) for row in t.answer.split("\n")]
            self.assertEqual(table, convert.csv(list(rows[0]), [list(r.values()) for r in rows]))

    def test_number_words(self):
        self.assertEqual("nine hundred and forty-two", convert.in_words(942))
        self.assertEqual("twenty", convert.in_words(20))

    def test_masked_text_shows_no_mail_address(self):
        for t in made("mask"):
            self.assertNotIn("@", t.answer)

    def test_refuses_an_unknown_kind_by_name(self):
        with self.assertRaisesRegex(ValueError, "'ticket' is unknown"):
            tasks.make("ticket", tasks.Pool(1))


if __name__ == "__main__":
    unittest.main()
