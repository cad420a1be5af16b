// The service on which the engine's store of S3 is tested.
import { S3Service } from '../__test__/support/s3-service.js';

/** Variables that name empty buckets to the tests of the store of S3. */
const BUCKETS = { S3_BUCKET: 'first', S3_OTHER_BUCKET: 'second', S3_THIRD_BUCKET: 'third' };

/** @returns {Promise<{service: S3Service, env: NodeJS.ProcessEnv}>} a service and what tells of it */
export async function startS3Environment() {
  const service = await S3Service.start();
  for (const bucket of Object.values(BUCKETS)) await service.createBucket(bucket);
  return { service, env: { ...process.env, ...BUCKETS, S3_ENDPOINT: `http://${service.host}` } };
}
