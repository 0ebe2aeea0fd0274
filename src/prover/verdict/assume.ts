import { ImageHint } from '../sources/cloudformation';

const parameter = (text: string): ImageHint => ({ kind: 'ssm-parameter', text });

/** Families an image can be said to be of, each by what names such an image. */
export const IMAGE_FAMILIES: Readonly<Record<string, ImageHint>> = {
  'amazon-linux-2023': parameter('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'),
  'amazon-linux-2023-minimal': parameter('/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64'),
  'amazon-linux-2': parameter('/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2'),
  'amazon-linux-2-minimal': parameter('/aws/service/ami-amazon-linux-latest/amzn2-ami-minimal-hvm-x86_64-ebs'),
  'amazon-linux-1': parameter('/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2'),
  'debian': parameter('/aws/service/debian/release/12/latest/amd64'),
  'red-hat': { kind: 'image-name', text: 'RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3', owners: ['309956199498'] },
  'suse': parameter('/aws/service/suse/sles/15-sp6/x86_64/latest'),
  'ubuntu': parameter('/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id'),
  'windows': parameter('/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base'),
};

/** What is known of images that somebody says are of a family (a key of {@link IMAGE_FAMILIES}), by their ids. */
export function assumedImages(images: Readonly<Record<string, string>>): Record<string, ImageHint> {
  const hint = (family: string): ImageHint => ({ ...IMAGE_FAMILIES[family], assumed: family });
  return Object.fromEntries(Object.entries(images).map(([id, family]) => [id, hint(family)]));
}
