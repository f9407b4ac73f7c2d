-- From the repository's root: bin/pyramidion sql -f docs/examples/answers.sql

-- What is inserted here is answered. The answers, with all columns, go to a file.
CREATE TABLE answers (
  request_id STRING,
  messages   ARRAY<ROW<role STRING, content STRING>>,
  max_tokens INT,
  customer   STRING
) WITH (
  'connector' = 'pyramidion',
  'files.output' = 'target/sql/answers.jsonl',
  'files.overwrite' = 'true',
  'files.defaults' = '{"temperature": 0}'
);

INSERT INTO answers VALUES
  ('a-1', ARRAY[ROW('user', 'Write as a number: eight hundred and seventy-three')], 32, 'north'),
  ('a-2', ARRAY[ROW('user', 'Write the date in ISO format: June 7, 1931')], 32, 'south');

-- What is read here is answered, and SQL goes on with the answers.
CREATE TABLE questions (
  request_id STRING,
  asked_by   STRING,
  text       STRING,
  `usage`    ROW<prompt_tokens INT, completion_tokens INT>
) WITH (
  'connector' = 'pyramidion',
  'files.input' = 'docs/examples/questions.jsonl',
  'files.defaults' = '{"max_tokens": 32, "temperature": 0}'
);

SELECT request_id, asked_by, text, `usage`.completion_tokens AS tokens FROM questions;
