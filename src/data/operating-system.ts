/** What commands are written for. */
export type OperatingSystem = 'linux' | 'windows';
