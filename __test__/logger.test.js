/** Loggers: the user's own, and the one of databases without one. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient, Resource } from '../index.js';
import { freshDatabase } from './support/fresh-database.js';

/** @type {any[]} lines on the standard output */
let lines;

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(JSON.parse(text)));
});

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.S3DB_LOG_LEVEL;
  MemoryClient.clearAllStorage();
});

const CONFIG = { name: 'users', attributes: { name: 'string' } };

const open = (options) => new Database({ connectionString: 'memory://logs/app', ...options });

/** A logger that keeps what it is told. */
function ownLogger() {
  const told = [];
  const bound = (bindings) => ({
    level: 'trace',
    debug: (...given) => told.push(['debug', ...given]),
    info: (...given) => told.push(['info', bindings.name, ...given]),
    child: (more) => bound({ ...bindings, ...more }),
  });
  return { told, logger: bound({}) };
}

describe('a logger of the user', () => {
  test('is what the database shows, and is told of the connection', async () => {
    const { logger, told } = ownLogger();
    const db = await freshDatabase({ logLevel: undefined, logger });
    expect(db.logger).toBe(logger);
    expect(logger.level).toBe('trace');
    await db.createResource(CONFIG);
    await db.disconnect();
    const { id: databaseId } = db;
    expect(told).toEqual([
      ['debug', { databaseId }, 'connecting to database'],
      ['info', undefined, { databaseId, resourceCount: 0, pluginCount: 0 }, 'database connected'],
      ['debug', { databaseId }, 'disconnecting from database'],
    ]);
  });

  test('gets the level that is asked for, whatever its levels are', () => {
    const { logger } = ownLogger();
    expect(open({ logger, logLevel: 'chatty' }).logLevel).toBe('chatty');
    expect(logger.level).toBe('chatty');
  });

  test('makes the loggers of components and resources', async () => {
    const { logger, told } = ownLogger();
    const db = await freshDatabase({ logger, loggerOptions: { childLevels: { jobs: 'error' } } });
    const users = await db.createResource({ ...CONFIG, logLevel: 'warn' });
    users.logger.info('hello');
    db.getChildLogger('jobs').info('hello');
    expect(told.slice(-2)).toEqual([
      ['info', 'Resource:users', 'hello'],
      ['info', 'jobs', 'hello'],
    ]);
    expect([users.logger.level, db.getChildLogger('jobs').level]).toEqual(['warn', 'error']);
  });

  test('that has no children and few methods serves all the same', async () => {
    const logger = { info: jest.fn() };
    const db = await freshDatabase({ logger });
    const users = await db.createResource(CONFIG);
    expect([users.logger, db.getChildLogger('jobs')]).toEqual([logger, logger]);
    await db.disconnect();
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  test('may be assigned', async () => {
    const { logger, told } = ownLogger();
    const db = open();
    db.logger = logger;
    await db.connect();
    expect(db.logger).toBe(logger);
    expect(told).toHaveLength(2);
  });
});

describe('logging: the logger of a database without one', () => {
  test('writes what it is given as lines of JSON, and the package writes none', async () => {
    const db = await freshDatabase({ logLevel: 'trace', loggerOptions: { bindings: { on: 1 } } });
    await db.disconnect();
    expect(lines).toEqual([]);
    db.logger.info({ user: 'ana' }, 'hello %s', 'you');
    const common = { time: expect.any(Number), pid: process.pid, name: 'Database', on: 1 };
    expect(lines).toEqual([{ level: 30, ...common, user: 'ana', msg: 'hello you' }]);
  });

  test.each([
    [['text'], { msg: 'text' }],
    [[{ a: 1n }], { a: '1' }],
    [[null, 'text'], { msg: 'text' }],
    [[new TypeError('no')], { msg: 'no', err: { type: 'TypeError', message: 'no' } }],
    [[{ err: new Error('no') }, 'text'], { msg: 'text', err: { message: 'no' } }],
  ])('writes %p', (given, line) => {
    open().logger.error(...given);
    expect(lines).toMatchObject([{ level: 50, ...line }]);
  });

  test('shows no secrets, at any depth', () => {
    const connectionString = 's3://KEY:hidden@bucket';
    const fields = { password: 'hidden', deep: [{ apiKey: 'hidden', connectionString }] };
    open().logger.info({ ...fields, error: Object.assign(new Error('x'), { token: 'hidden' }) });
    expect(lines).toMatchObject([{ password: '[Redacted]', error: { message: 'x' } }]);
    expect(JSON.stringify(lines)).not.toContain('hidden');
  });

  test('writes what holds itself', () => {
    const endless = { name: 'x' };
    endless.self = endless;
    const error = new Error('y');
    error.cause = error;
    open().logger.info({ endless, error, again: [error, error] });
    expect(lines).toMatchObject([{ endless: { self: '[Circular]' }, error: { message: 'y' } }]);
    expect(lines[0].error.cause).toBe('[Circular]');
    expect(lines[0].again[1].message).toBe('y');
  });

  test('writes from its level on, which may change', () => {
    const { logger } = open({ logLevel: 'warn' });
    const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
    const written = (level) => {
      lines = [];
      logger.level = level;
      for (const each of levels) logger[each](each);
      return lines.map(({ msg }) => msg);
    };
    expect(logger.level).toBe('warn');
    expect(levels.map(written)).toEqual(levels.map((_level, at) => levels.slice(at, -1)));
    expect(levels.filter((level) => logger.isLevelEnabled(level))).toEqual([]);
    expect(() => {
      logger.level = 'chatty';
    }).toThrow('unknown level chatty');
    expect(logger.level).toBe('silent');
  });

  test('tells of changes of its level', () => {
    const { logger } = open();
    const listener = jest.fn();
    logger.on('level-change', listener);
    logger.level = 'info';
    logger.level = 'debug';
    expect(listener.mock.calls).toEqual([['debug', 20, 'info', 30, logger]]);
    expect([logger.levelVal, logger.levels.labels[20], logger.levels.values.debug]).toEqual([
      20,
      'debug',
      20,
    ]);
  });

  test('has children with names and levels of their own', () => {
    const db = open({ loggerOptions: { childLevels: { jobs: 'trace' } } });
    const jobs = db.getChildLogger('jobs', { shift: 2 });
    db.logger.level = 'error';
    db.setChildLevel('mail', 'fatal');
    const levels = [jobs, db.getChildLogger('mail'), db.getChildLogger('other')].map(
      ({ level }) => level,
    );
    expect(levels).toEqual(['trace', 'fatal', 'error']);
    const inner = jobs.child({ step: 1 }, { level: 'warn' });
    inner.info('not written');
    inner.setBindings({ step: 2 });
    inner.warn('written');
    expect(lines).toMatchObject([{ name: 'jobs', shift: 2, step: 2, msg: 'written' }]);
    expect(inner.bindings()).toEqual({ name: 'jobs', shift: 2, step: 2 });
    const flushed = jest.fn();
    inner.flush(flushed);
    expect(flushed).toHaveBeenCalledTimes(1);
  });

  test.each([
    [{}, 'info'],
    [{ logLevel: 'error' }, 'error'],
    [{ loggerOptions: { level: 'debug' } }, 'debug'],
    [{ loggerOptions: { level: 'debug' }, logLevel: 'error' }, 'error'],
    [{ verbose: true }, 'debug'],
    [{ verbose: true, logLevel: 'silent' }, 'silent'],
  ])('of %j has the level %s', (options, level) => {
    const db = open(options);
    expect([db.logLevel, db.logger.level, db.config.logLevel]).toEqual([level, level, level]);
  });

  test('has the level of S3DB_LOG_LEVEL, if that is set', () => {
    process.env.S3DB_LOG_LEVEL = 'fatal';
    const db = open({ logLevel: 'debug' });
    expect([db.logLevel, db.logger.level]).toEqual(['debug', 'fatal']);
  });

  test('is refused an unknown level', () => {
    expect(() => open({ logLevel: 'chatty' })).toThrow(
      expect.objectContaining({ name: 'ValidationError', code: 'INVALID_ARGUMENT' }),
    );
  });
});

describe('the logger of a resource', () => {
  test('is a child of the logger of its database', async () => {
    const db = await freshDatabase({ logLevel: 'debug' });
    const users = await db.createResource(CONFIG);
    const loud = await db.createResource({ ...CONFIG, name: 'loud', logLevel: 'trace' });
    expect([users.logger.level, users.logger]).toEqual(['debug', users.logger]);
    loud.logger.trace('hello');
    expect(lines).toMatchObject([{ name: 'Resource:loud', msg: 'hello' }]);
    const logger = { level: 'info' };
    users.logger = logger;
    expect(users.logger).toBe(logger);
  });

  test('is one of its own without a database', () => {
    const client = new MemoryClient();
    expect(new Resource({ ...CONFIG, client }).logger.level).toBe('info');
    expect(new Resource({ ...CONFIG, client, logLevel: 'warn' }).logger.level).toBe('warn');
  });
});
