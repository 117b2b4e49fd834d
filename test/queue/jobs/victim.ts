/** A worker that takes a job, says so, and is killed while it has it. */
import { openConsumer } from '../../../queue/jobs/consumer.ts';

const [url = ''] = process.argv.slice(2);
const hold = async () => {
  process.send?.('got it');
  await new Promise(() => {});
};
openConsumer(url, { judge: hold, deliver: async () => undefined, concurrency: 1 }, 250);
