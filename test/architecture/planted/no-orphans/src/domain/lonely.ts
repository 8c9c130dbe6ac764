export const lonely = true; // breaks
