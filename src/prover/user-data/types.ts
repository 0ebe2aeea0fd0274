import type { Unknown } from '../core';
import type { Dropped } from './firewall';
import type { Form } from './forms';
import type { NameServerSetting } from './name-servers';
import type { ProxySetting } from './proxy';
import type { Fetched } from './shell-fetches';

/** How the agent comes to an end. */
export interface AgentEnd {
  readonly what: 'stopped' | 'removed';
  /** On a system that the commands are made for. */
  readonly certain: boolean;
  /** Only where what is fetched before arrives. */
  readonly onceFetched?: Fetched;
  readonly command: string;
  /** What the commands that end it need of the system; empty: nothing. */
  readonly forms: readonly Form[];
}

/** What user data does that matters to the agent. */
export interface UserDataEffects {
  /** Some command installs the agent. */
  readonly installs: boolean;
  /**
   * Where it is fetched from, as far as the text says; packages of the system's own repositories as `repository`, snaps
   * as `snap`, objects of a bucket as `s3`, packages where a repository was added as `own-repository`, what is copied from somewhere as `elsewhere`.
   */
  readonly sources: readonly string[];
  /** Commands that cannot be seen may do anything: a hole, or the program that is run. */
  readonly unknown?: Unknown;
  /** The agent is stopped or removed and nothing brings it back. */
  readonly ends?: AgentEnd;
  /** The agent is surely removed, and then installed anew. */
  readonly replaces?: AgentEnd;
  /** It is only installed where what is fetched before arrives. */
  readonly installsOnceFetched?: Fetched;
  /** What the commands that install it need of the system. */
  readonly installForms: readonly Form[];
  readonly proxy?: ProxySetting;
  /** Some proxy is set for something: downloads may take it. */
  readonly downloadsByProxy: boolean;
  /** The system asks other name servers than those of the VPC. */
  readonly nameServers?: NameServerSetting;
  readonly everyBoot: boolean;
  readonly drops: readonly Dropped[];
  /** The agent is registered by a hybrid activation: it needs no instance profile then. */
  readonly activates: boolean;
  /** The agent is told to speak to other addresses than those of its services' names. */
  readonly otherEndpoints: boolean;
  /** The system is told which ways to take. */
  readonly changesRoutes: boolean;
  /** The agent is told to ask for dual-stack names. */
  readonly dualStackNames: boolean;
}
