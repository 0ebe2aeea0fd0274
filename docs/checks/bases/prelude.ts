/** What the CDK snippets of the pages use without making it: constructs that stand for those of your app. */
import { App, CfnResource, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import {
  AgentOperatingSystem, AgentUserData, EndpointPolicyMode, S3EndpointMode, SessionAccess, SessionDocument, SessionPreferences, SessionTargets, SsmEndpointService,
  SsmEndpoints, SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc, Tier,
} from 'cdk-ssm-ready';

declare const app: App;
declare const stack: Stack;
declare const vpc: ec2.Vpc;
declare const hubVpc: ec2.Vpc;
declare const instance: ec2.Instance;
declare const instanceType: ec2.InstanceType;
declare const machineImage: ec2.IMachineImage;
declare const launchTemplate: ec2.LaunchTemplate;
declare const role: iam.Role;
declare const user: iam.User;
declare const bucket: s3.Bucket;
declare const endpoints: SsmEndpoints;
declare const networkAcl: ec2.NetworkAcl;
declare const internetGateway: ec2.CfnInternetGateway;
declare const peering: ec2.CfnVPCPeeringConnection;
declare const hubAttachment: ec2.CfnTransitGatewayVpcAttachment;
