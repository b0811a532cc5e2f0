//! The real server, started anew for each test: its own port, its own data, nothing of the test before.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const binary = resolve(
  process.env['GYEOT_BIN'] ?? `${import.meta.dirname}/../../target/debug/gyeot`,
);

/** A person of the staff. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

export const haru: Person = {
  name: '하루',
  email: 'haru@example.kr',
  password: 'a quiet lake before dawn',
};
export const mina: Person = {
  name: '미나',
  email: 'mina@example.kr',
  password: 'three boats and one lamp',
};

export class Server {
  readonly url: string;
  private readonly process: ChildProcess;
  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(url: string, process: ChildProcess, folder: string, env: NodeJS.ProcessEnv) {
    this.url = url;
    this.process = process;
    this.folder = folder;
    this.env = env;
  }

  /** Gives somebody more an account, in the running server. */
  async hire(person: Person, role: string): Promise<void> {
    await add(person, role, this.folder, this.env);
  }

  /** Starts with two counsellors; `settings` are added to the environment. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'gyeot-browser-'));
    const env = {
      ...process.env,
      GYEOT_DATA_DIR: join(folder, 'data'),
      GYEOT_LISTEN: '127.0.0.1:0',
      GYEOT_REQUIRE_SECOND_FACTOR: 'false',
      GYEOT_LIMIT_VISITS_PER_MINUTE: '0',
      ...settings,
    };
    try {
      for (const person of [haru, mina]) await add(person, 'counsellor', folder, env);
      return await Server.serve(folder, env);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private static async serve(folder: string, env: NodeJS.ProcessEnv): Promise<Server> {
    const child = spawn(binary, ['serve'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log: string[] = [];
    child.stderr.on('data', (data: Buffer) => log.push(data.toString()));
    const listening = new Promise<string>((found, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, url] = /^listening on (http:\S+)$/.exec(line) ?? [];
        if (url !== undefined) found(url);
      });
      child.once('error', failed);
      child.once('exit', (code) =>
        failed(new Error(`the server ended (${code}):\n${log.join('')}`)),
      );
    });
    return new Server(await listening, child, folder, env);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const gone = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function add(
  person: Person,
  role: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const args = ['admin', 'add', '--email', person.email, '--name', person.name];
  args.push('--role', role, '--language', 'ko,en', '--password-stdin');
  await new Promise<void>((done, failed) => {
    const child = execFile(binary, args, { cwd, env }, (error, _, stderr) => {
      if (error === null) done();
      else failed(new Error(`gyeot admin add: ${stderr || error.message}`));
    });
    child.stdin?.end(person.password);
  });
}
