import { packageFile, packageUrl, proxyVariables, rootCertificates } from './agent-packages';
import { AgentProxy, AgentUserDataProps } from './agent-user-data-props';

/** Commands for PowerShell. */
export function windowsCommands(props: AgentUserDataProps): string[] {
  const file = packageFile('exe');
  const proxied = props.proxy ? ` -Proxy '${props.proxy.httpsProxy}'` : '';
  return [
    '# SSM Agent, by cdk-ssm-ready',
    ...props.rootCertificates ? certificateLines() : [],
    '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12',
    `$ssmAgentSetup = Join-Path $env:TEMP '${file}'`,
    `Invoke-WebRequest -UseBasicParsing -Uri '${packageUrl(props, 'exe', 'amd64')}' -OutFile $ssmAgentSetup${proxied}`,
    '$ssmAgentSignature = Get-AuthenticodeSignature $ssmAgentSetup',
    'if ($ssmAgentSignature.Status -eq \'Valid\' -and $ssmAgentSignature.SignerCertificate.Subject -match \'Amazon\') {',
    '  Start-Process -FilePath $ssmAgentSetup -ArgumentList \'/S\' -Wait',
    '} else {',
    '  Write-Error "The SSM Agent was not installed: its signature is $($ssmAgentSignature.Status)"',
    '}',
    ...props.proxy ? proxyLines(props.proxy) : [],
    'Set-Service -Name AmazonSSMAgent -StartupType Automatic',
    'Restart-Service -Name AmazonSSMAgent',
  ];
}

/** A service reads its own environment from the registry. */
function proxyLines(proxy: AgentProxy): string[] {
  const values = proxyVariables(proxy).map(([name, value]) => `'${name}=${value}'`).join(', ');
  return [
    `New-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent' -Name Environment -PropertyType MultiString -Value @(${values}) -Force`,
  ];
}

function certificateLines(): string[] {
  return rootCertificates().flatMap(([name, pem]) => [
    `Set-Content -Path "$env:TEMP\\${name}.crt" -Value "${pem.join('`n')}"`,
    `Import-Certificate -FilePath "$env:TEMP\\${name}.crt" -CertStoreLocation Cert:\\LocalMachine\\Root | Out-Null`,
  ]);
}
