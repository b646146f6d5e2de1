// Answers pairs of texts with jsdiff's diffWords, words found by Intl.Segmenter. Protocol: worker.py.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const { diffWords } = createRequire(process.cwd() + '/')('diff');

for await (const line of createInterface({ input: process.stdin })) {
  const { old, new: after, locale } = JSON.parse(line);
  const intlSegmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const started = process.cpuUsage();
  let answer;
  try {
    const parts = diffWords(old, after, { intlSegmenter });
    const used = process.cpuUsage(started);
    answer = {
      cpu_s: (used.user + used.system) / 1e6,
      ops: parts.map((part) => [part.added ? '+' : part.removed ? '-' : '=', part.value]),
    };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
