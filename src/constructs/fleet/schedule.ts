import { Duration, Token } from 'aws-cdk-lib';
import { unscopedError } from '../internal/errors';
import { faultOfCron } from './cron-fields';

/**
 * When an association runs. It also runs once as soon as it is made, and on each node that comes later.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
export class FleetSchedule {
  /** Once on each node. */
  public static readonly ONCE = new FleetSchedule();

  /**
   * Again and again.
   *
   * @param every how often; whole minutes, at least 30
   */
  public static rate(every: Duration): FleetSchedule {
    if (every.isUnresolved()) throw unscopedError('FleetSchedule', 'rate() is given a duration that is known at deployment only. Give a literal one.');
    const minutes = every.toMinutes({ integral: false });
    if (!Number.isInteger(minutes) || minutes < 30) {
      throw unscopedError('FleetSchedule', `rate() is given ${minutes} minutes. State Manager takes whole minutes, at least 30.`);
    }
    const [count, unit] = minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
    return new FleetSchedule(`rate(${count} ${unit}${count === 1 ? '' : 's'})`);
  }

  /**
   * At set times, in UTC. Throws where a field is not possible.
   *
   * @param expression six fields without `cron(…)` around them: minutes, hours, day of month, month, day of week, year: `0 2 ? * SUN *`
   */
  public static cron(expression: string): FleetSchedule {
    const fault = Token.isUnresolved(expression) ? undefined : faultOfCron(expression);
    if (fault !== undefined) throw unscopedError('FleetSchedule', `cron() is given '${expression}'. ${fault}.`);
    return new FleetSchedule(`cron(${expression})`);
  }

  private constructor(
    /** @internal */
    public readonly _expression?: string,
  ) {}
}
