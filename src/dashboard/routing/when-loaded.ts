/** Between two attempts. Unit: ms. */
const againMs = 2_000;
/** Five minutes: after that it is no restart, and the part may be of a release that is gone. */
const attemptsMax = 150;

/** A part of the dashboard that is loaded when it is first shown, and asked for again while the service is out of reach. */
export const whenLoaded = async <Part>(load: () => Promise<Part>): Promise<Part> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await load();
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};
