const c = 1;
export { c as default }; // breaks
