// Measures BullMQ: sends N no-op jobs, a thousand at a time, then starts one worker, which runs 64 at a time. Prints one
// JSON object. The worker's start does not count: the time runs from its first job.
//
// usage: run.mjs N REDIS_PORT
import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';

const [count, port] = process.argv.slice(2).map(Number);
const atATime = 1000;
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const name = `peer-${randomUUID()}`;

async function send() {
  const queue = new Queue(name, { connection });
  await queue.waitUntilReady();
  const began = performance.now();
  for (let first = 0; first < count; first += atATime) {
    const length = Math.min(atATime, count - first);
    await queue.addBulk(Array.from({ length }, (_, index) => ({ name: 'no-op', data: { number: first + index } })));
  }
  const seconds = (performance.now() - began) / 1000;
  await queue.close();
  return count / seconds;
}

async function run() {
  let began;
  let done = 0;
  const job = async ({ data }) => {
    began ??= performance.now();
    return data.number;
  };
  const worker = new Worker(name, job, { connection, concurrency: 64 });
  await new Promise((resolve, reject) => {
    worker.on('completed', () => ++done === count && resolve());
    worker.on('failed', (_, error) => reject(error));
    worker.on('error', reject);
  });
  const seconds = (performance.now() - began) / 1000;
  await worker.close();
  return count / seconds;
}

const sent = await send();
const ran = await run();
console.log(JSON.stringify({ send_per_s: Math.round(sent), run_per_s: Math.round(ran) }));
