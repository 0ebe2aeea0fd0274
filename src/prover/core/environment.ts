/** Whether a text has the form of an AWS account id. */
export const isAccount = (text: string) => /^\d{12}$/.test(text);

/** Whether a text has the form of a Region's name, such as us-east-1 or us-gov-west-1. */
export const isRegion = (text: string) => /^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text);
