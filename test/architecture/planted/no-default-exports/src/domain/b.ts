export default function b() {} // breaks
