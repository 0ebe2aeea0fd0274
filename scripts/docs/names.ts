/** `EndpointIngressBlocked` as the name of a file: `endpoint-ingress-blocked`. */
export function kebab(id: string): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** And as that of a constant: `endpointIngressBlocked`. */
export function camel(id: string): string {
  return `${id[0].toLowerCase()}${id.slice(1)}`;
}
