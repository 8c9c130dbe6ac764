import { route } from "../../http/route.ts"; // breaks

export const cursor = route;
