export const load = () => import("../trpc/router.ts"); // breaks
