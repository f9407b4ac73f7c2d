-- Answers questions with the bundled models. Explained in docs/operations/sql-models.md.

SET 'table.exec.async-ml-predict.max-concurrent-operations' = '64';

CREATE MODEL chat
INPUT (messages ARRAY<ROW<role STRING, content STRING>>)
OUTPUT (text STRING, finish_reason STRING, error STRING, completion_tokens INT)
WITH (
  'provider' = 'pyramidion',
  'model.target' = 'models/target',
  'model.qualifier' = 'models/qualifier',
  'model.draft' = 'models/draft',
  'max_tokens' = '48',
  'temperature' = '0'
);

CREATE VIEW questions AS
SELECT
  id,
  CAST(ARRAY[ROW('user', question)] AS ARRAY<ROW<role STRING, content STRING>>) AS messages
FROM (VALUES
  (1, 'Convert the CSV to JSON lines.
city,product,colour
Sofia,ceasjairk,red'),
  (2, 'Petra is in Vilnius. Karen is in Vienna. Where is Petra?')
) AS t (id, question);

SELECT id, text, finish_reason, error, completion_tokens
FROM ML_PREDICT(TABLE questions, MODEL chat, DESCRIPTOR(messages));

-- The same model for another query, hotter, in whatever order the answers come.
SELECT id, text, error
FROM ML_PREDICT(
  TABLE questions,
  MODEL chat,
  DESCRIPTOR(messages),
  MAP['temperature', '0.8', 'seed', '7', 'output-mode', 'ALLOW_UNORDERED']
);
