/** One VPC that hosts start in, as plain data: what a drawing of it needs. */
export interface NetworkPicture {
  readonly key: string;
  readonly name: string;
  /** Availability Zones in order; those that only deployment names are counted. */
  readonly zones: readonly string[];
  readonly subnets: readonly PictureSubnet[];
  readonly endpoints: readonly PictureEndpoint[];
  readonly natGateways: readonly { readonly key: string; readonly name: string; readonly subnetKey?: string }[];
  readonly internetGateway: boolean;
}

export interface PictureSubnet {
  readonly key: string;
  readonly name: string;
  /** Index into the picture's zones. */
  readonly zone: number;
  readonly cidr?: string;
  /** Where its default route leads. */
  readonly way: 'public' | 'nat' | 'isolated' | 'unknown';
}

export interface PictureEndpoint {
  readonly key: string;
  readonly name: string;
  readonly service: string;
  readonly subnetKeys: readonly string[];
}
