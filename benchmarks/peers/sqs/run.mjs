// Bare batch calls to SQS, as a measure of what an endpoint can do: N messages sent, then received and deleted, ten in a
// call, twenty calls at a time. For an emulator: requests are not signed.
//
//   node run.mjs http://127.0.0.1:PORT 10000
const endpoint = process.argv[2];
const count = Number(process.argv[3]);
const atOnce = 20;

async function call(action, body) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'X-Amz-Target': `AmazonSQS.${action}`,
      'Content-Type': 'application/x-amz-json-1.0',
      Authorization: 'AWS4-HMAC-SHA256 Credential=key/20261121/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : {};
}

async function repeat(step) {
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => { while (await step()); }));
  return Math.round(count / (performance.now() - start) * 1000);
}

const { QueueUrl } = await call('CreateQueue', { QueueName: `bare-${Date.now()}` });
const body = JSON.stringify({ x: 'a'.repeat(900) });
let sent = 0;
const send_per_s = await repeat(async () => {
  if (sent >= count) return false;
  sent += 10;
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: body }));
  await call('SendMessageBatch', { QueueUrl, Entries });
  return true;
});

let done = 0;
const run_per_s = await repeat(async () => {
  if (done >= count) return false;
  const { Messages = [] } = await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  if (Messages.length > 0) {
    const Entries = Messages.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    await call('DeleteMessageBatch', { QueueUrl, Entries });
  }
  done += Messages.length;
  return done < count;
});

await call('DeleteQueue', { QueueUrl });
console.log(JSON.stringify({ send_per_s, run_per_s }));
