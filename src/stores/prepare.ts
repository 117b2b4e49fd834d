/** Asked before the tests: are the stores' programs to be had on this machine? */
import { StoreMissing } from './missing.ts';
import { postgresProgram } from './postgres-program.ts';
import { type Env, redisProgram } from './redis-program.ts';

/** Null, or the one sentence that says what is missing. `data`: where Redis is unpacked if it is not installed. */
export async function prepareStores(data: string, env: Env): Promise<string | null> {
  try {
    postgresProgram();
    await redisProgram(data, env);
    return null;
  } catch (error) {
    if (error instanceof StoreMissing) return error.message;
    throw error;
  }
}
