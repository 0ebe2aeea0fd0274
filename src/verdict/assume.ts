import { Unknown } from '../core';
import { Loaded } from '../load';

/** Families an image can be said to be of, each by an SSM public parameter that names such an image. */
export const IMAGE_FAMILIES: Readonly<Record<string, string>> = {
  'amazon-linux-2023': '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  'amazon-linux-2023-minimal': '/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64',
  'amazon-linux-2': '/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2',
  'amazon-linux-2-minimal': '/aws/service/ami-amazon-linux-latest/amzn2-ami-minimal-hvm-x86_64-ebs',
  'amazon-linux-1': '/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2',
  'debian': '/aws/service/debian/release/12/latest/amd64',
  'suse': '/aws/service/suse/sles/15-sp6/x86_64/latest',
  'ubuntu': '/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id',
  'windows': '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base',
};

/**
 * Takes images that the input names by their id to be of a family. Every value of a template passes the resolver, wherever it stands
 * (a mapping, a parameter, a launch template), so that is where an id becomes what it is assumed to be; the assumption is listed with
 * each verdict that rests on it.
 *
 * @param images family (a key of {@link IMAGE_FAMILIES}) by image id
 */
export function assumeImages({ estate }: Loaded, images: Readonly<Record<string, string>>): void {
  const known = new Map(Object.entries(images).map(([id, family]) => [id, { family, value: new Unknown('ssm-parameter', `ssm:${IMAGE_FAMILIES[family]}`, id) }]));
  if (known.size === 0) return;
  const { resolver, worlds } = estate;
  const resolve = resolver.resolve.bind(resolver);
  resolver.resolve = (expression, stack) => {
    const value = resolve(expression, stack);
    const image = typeof value === 'string' ? known.get(value) : undefined;
    if (!image) return value;
    worlds.assume({ kind: 'image-family', subject: image.value.what, value: image.family });
    return image.value;
  };
}
