import "node:http"; // breaks
