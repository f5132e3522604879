// Prints the public events as CloudEvents in JSON, one object a line.
// SUBSCRIBER_URI is the AMQP address with the credential; SUBSCRIBER_KEYS are routing keys such as "complaint.raised".
import amqp from 'amqplib';

const uri = process.env.SUBSCRIBER_URI;
if (!uri) throw new Error('Set SUBSCRIBER_URI: deploy/local -- subscribe --name crm --print-uri');
const name = decodeURIComponent(new URL(uri).username); // sub.<name>
const keys = (process.env.SUBSCRIBER_KEYS ?? '#').split(' ');

const connection = await amqp.connect(uri);
const channel = await connection.createChannel();
const queue = `${name}.events`;
await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
for (const key of keys) await channel.bindQueue(queue, 'callcenter.public', key);
await channel.prefetch(100);

await channel.consume(queue, (message) => {
  if (message === null) return stop(1); // The queue was deleted.
  const event = { datacontenttype: message.properties.contentType };
  for (const [key, value] of Object.entries(message.properties.headers)) {
    if (key.startsWith('cloudEvents_')) event[key.slice('cloudEvents_'.length)] = String(value);
  }
  event.data = JSON.parse(message.content);
  console.log(JSON.stringify(event));
  channel.ack(message); // Only now: an event is delivered again rather than lost.
});
console.error(`Subscribed as ${name}`);

const stop = async (code) => { await connection.close(); process.exit(code); };
process.on('SIGTERM', () => stop(0)).on('SIGINT', () => stop(0));
