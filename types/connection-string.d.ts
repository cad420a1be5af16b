/** Connection strings. */

/** Options of the query: `a.b=1` gives `{ a: { b: 1 } }`. */
export interface ClientOptions {
  [name: string]: string | number | boolean | ClientOptions;
}

/** Kind of client; undefined stands for S3 and its relatives. */
export type ClientType = 'filesystem' | 'memory' | 'sqlite' | 'sqlite-remote' | 'reddb';

/**
 * A connection string, taken apart.
 *
 * ```text
 * s3://[KEY[:SECRET]@]BUCKET[/PREFIX][?OPTIONS]
 * http(s)://[KEY[:SECRET]@]HOST[:PORT][/BUCKET[/PREFIX]][?OPTIONS]
 * file:///ABSOLUTE/PATH | file://./RELATIVE | file://../RELATIVE
 * memory://[BUCKET][/PREFIX][?OPTIONS]
 * sqlite:///PATH | sqlite:///:memory:
 * sqlite+libsql://HOST[/PATH] | sqlite+d1://ACCOUNT/DATABASE | sqlite+d1://binding/NAME
 * reddb://[TOKEN[:WRITETOKEN]@]HOST[:PORT][/PREFIX][?collection=NAME]
 * ```
 *
 * Key, secret and bucket are percent-encoded.
 */
export class ConnectionString {
  /** @throws {ConnectionStringError} 400; secrets are masked wherever the error shows the text */
  constructor(connectionString: string | URL);

  /** Region that requests are signed for. */
  region: string;
  bucket: string;
  /** Empty when the credential chain of AWS is to be asked. */
  accessKeyId: string | undefined;
  secretAccessKey: string | undefined;
  sessionToken: string | undefined;
  endpoint: string;
  /** Prefix of all object keys, without a leading slash. */
  keyPrefix: string;
  /** Bucket in the path instead of the host name. */
  forcePathStyle: boolean | undefined;
  clientType: ClientType | undefined;
  /** Absolute path of the directory or the database file. */
  basePath: string | undefined;
  sqliteDriver: 'libsql' | 'd1' | undefined;
  redDbBaseUrl: string | undefined;
  redDbAuthToken: string | undefined;
  redDbWriteToken: string | undefined;
  redDbCollection: string | undefined;
  /** For the constructor of the client. */
  clientOptions: ClientOptions;
}
