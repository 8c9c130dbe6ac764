import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const project = new URL("../..", import.meta.url).pathname;

/** A project of somebody else's that has the packed package installed, and nothing that the package does not declare. */
export type InstalledPackage = AsyncDisposable & {
  readonly directory: string;
  /** What was packed, by path. */
  readonly files: readonly string[];
  write(name: string, text: string): Promise<void>;
  /** A file of the package, by its path in it. */
  read(path: string): Promise<string>;
  /** What the compiler says of the project and of the package's own types. */
  typeFaults(): Promise<readonly string[]>;
  /** Runs a file of the project; what it printed. */
  run(name: string): Promise<string>;
  /** The same for one that does not end by itself: what it has printed so far. Ended with its scope. */
  start(name: string): AsyncDisposable & { output(): string };
};

/** Packs this project as `npm publish` would, and installs the tarball into an empty one. Nothing is fetched. */
export const installPackage = async (): Promise<InstalledPackage> => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-package-"));
  await run("npm", ["run", "prepack"], { cwd: project });
  const packing = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", directory], {
    cwd: project,
  });
  const [{ filename, files }] = JSON.parse(packing.stdout);
  const installed = join(directory, "node_modules/ledgersync");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", join(directory, filename), "--strip-components=1", "-C", installed]);
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) await link(directory, name);
  for (const name of typesOfPeers) await link(directory, name);
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  return {
    directory,
    files: files.map(({ path }: { path: string }) => path),
    write: (name, text) => writeFile(join(directory, name), text),
    read: (path) => readFile(join(installed, path), "utf8"),
    typeFaults: async () => {
      const compiler = join(project, "node_modules/typescript/bin/tsc");
      const { stdout } = await run(process.execPath, [compiler, "--project", directory]).catch((failed) => failed);
      return stdout.split("\n").filter((line: string) => line !== "" && !ofAnotherPackage.test(line));
    },
    run: async (name) => (await run(process.execPath, [join(directory, name)])).stdout,
    start: (name) => startFile(join(directory, name)),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
};

const startFile = (file: string): ReturnType<InstalledPackage["start"]> => {
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "close");
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
  });
  return {
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

/** As whoever writes React in TypeScript has them. */
const typesOfPeers = ["@types/react", "@types/react-dom"];

const link = async (directory: string, name: string): Promise<void> => {
  const place = join(directory, "node_modules", name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(project, "node_modules", name), place);
};

/** tRPC's own types want those of Node and of `ws`, which a browser application does not have. */
const ofAnotherPackage = /^[^(]*node_modules\/(?!ledgersync\/)/;

/** As a browser application has it; `skipLibCheck` off, or a type of the package that is missing would pass for any. */
const tsconfig = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
    module: "nodenext",
    types: [],
    jsx: "react-jsx",
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  },
  include: ["*.ts", "*.tsx"],
};
