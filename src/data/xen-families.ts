/**
 * Instance families built on the Xen hypervisor, not on Nitro: they have no EC2 serial console.
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html ("Xen-based instances"), from memory of that
 * page, 2026-11; a family that is missing here is taken to be Nitro, so that nothing is said about it.
 */
export const XEN_FAMILIES: ReadonlySet<string> = new Set([
  'm1', 'm2', 'm3', 'm4', 't1', 't2', 'c1', 'c3', 'c4', 'r3', 'r4', 'x1', 'x1e', 'd2', 'h1', 'i2', 'i3', 'f1', 'g2', 'g3', 'g3s', 'p2', 'p3',
]);

/** `m4` of `m4.large`. */
export function isXen(instanceType: string): boolean {
  return XEN_FAMILIES.has(instanceType.split('.')[0].toLowerCase()) && instanceType !== 'i3.metal';
}
