import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandStore, commandAgeMaxMs } from "../../src/application/ports/command-store.ts";

/** A database that holds commands. */
export type CommandStoreHarness = {
  readonly commands: CommandStore;
  /** Lets time pass in the database, milliseconds. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** What every CommandStore must do. */
export const describeCommandStoreContract = (name: string, createSubject: () => Promise<CommandStoreHarness>): void => {
  describe(`command store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: CommandStoreHarness;
    let commands: CommandStore;

    beforeEach(async () => {
      subject = await createSubject();
      ({ commands } = subject);
    });
    afterEach(() => subject.close());

    const commandOf = (id: string) => ({ id, name: "stopRealTime", text: `{"of":"$${id}"}` });
    const submit = (id: string) => commands.submit(commandOf(id), signal);
    const take = async (epoch: bigint) => (await commands.take(epoch, signal))?.id ?? null;

    it("has none before anybody asked for anything", async () => {
      expect(await take(1n)).toBeNull();
    });

    it("gives a command as it was stored, once", async () => {
      await submit("a");
      await submit("a");
      expect(await commands.take(1n, signal)).toEqual(commandOf("a"));
      expect(await take(1n)).toBeNull();
    });

    it("gives the oldest first", async () => {
      for (const id of ["c", "a", "b"]) {
        await submit(id);
        await subject.pass(5);
      }
      expect([await take(1n), await take(1n), await take(1n), await take(1n)]).toEqual(["c", "a", "b", null]);
    });

    it("gives each command to one of several who come at once", async () => {
      for (const id of ["a", "b"]) await submit(id);
      const taken = await Promise.all(Array.from({ length: 6 }, () => take(1n)));
      expect(taken.filter((id) => id !== null).sort()).toEqual(["a", "b"]);
    });

    it("tells the answer once there is one, and gives an answered command to nobody", async () => {
      await submit("a");
      expect(await commands.answer("a", signal)).toBeNull();
      await take(3n);
      expect(await commands.answer("a", signal)).toBeNull();
      expect(await commands.finish("a", 3n, "done", signal)).toBe("finished");
      expect(await commands.finish("a", 3n, "done", signal)).toBe("finished");
      expect(await commands.answer("a", signal)).toBe("done");
      expect(await take(9n)).toBeNull();
    });

    it("gives what a leader took and never answered to the next one, whose answer alone counts", async () => {
      await submit("a");
      await take(3n);
      expect(await take(4n)).toBe("a");
      expect(await commands.finish("a", 3n, "by the old one", signal)).toBe("fenced");
      expect(await commands.answer("a", signal)).toBeNull();
      expect(await commands.finish("a", 4n, "by the new one", signal)).toBe("finished");
      expect(await commands.answer("a", signal)).toBe("by the new one");
    });

    it("lets nobody answer what nobody has taken", async () => {
      await submit("a");
      expect(await commands.finish("a", 0n, "done", signal)).toBe("fenced");
      expect(await commands.finish("b", 1n, "done", signal)).toBe("fenced");
      expect(await commands.answer("a", signal)).toBeNull();
    });

    it("gives a command that was withdrawn to nobody", async () => {
      await submit("a");
      expect(await commands.withdraw("a", signal)).toBe("withdrawn");
      expect(await commands.withdraw("a", signal)).toBe("withdrawn");
      expect(await take(1n)).toBeNull();
      expect(await commands.withdraw("never submitted", signal)).toBe("withdrawn");
    });

    it("withdraws nothing that was taken, answered or not", async () => {
      await submit("a");
      await take(1n);
      expect(await commands.withdraw("a", signal)).toBe("taken");
      await commands.finish("a", 1n, "done", signal);
      expect(await commands.withdraw("a", signal)).toBe("taken");
      expect(await commands.answer("a", signal)).toBe("done");
    });

    it("gives no command that is older than anybody waits for, taken before or not", async () => {
      await submit("a");
      await submit("b");
      await take(1n);
      await subject.pass(commandAgeMaxMs + 1_000);
      await submit("c");
      expect([await take(2n), await take(2n)]).toEqual(["c", null]);
    });
  });
};
