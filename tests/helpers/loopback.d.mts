export function isOfTheCloud(name: string): boolean;
export function leadCloudHere(authority?: string): () => void;
export function beginAt(iso: string): void;
