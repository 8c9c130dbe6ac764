export type Verb = () => void;
