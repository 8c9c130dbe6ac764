import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useSession } from "../session/session.tsx";

export type CsvFile = {
  /** Begins with `/api/sync`, with its filters. */
  readonly path: string;
  /** `findings-….csv` */
  readonly name: string;
};

/** Fetches a file of the REST API in the caller's name and hands it to the browser to keep. */
export const useDownload = (): UseMutationResult<void, Error, CsvFile> => {
  const { fetchCsv } = useSession();
  return useMutation({
    mutationFn: async ({ path, name }: CsvFile) => {
      if (fetchCsv === null) throw new Error("nothing can be exported here");
      save(await fetchCsv(path), name);
    },
  });
};

/** Long enough for the browser to have begun. Unit: ms. */
const revokeMs = 60_000;

const save = (file: Blob, name: string): void => {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), revokeMs);
};

/** `/api/sync/x` and `{rule: "a", propertyId: undefined}` → `/api/sync/x?rule=a`. */
export const pathWith = (path: string, filter: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};
