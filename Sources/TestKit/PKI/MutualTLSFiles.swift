public import Basics
public import SPIFFE

/// Everything that two ends of a mutual TLS connection need, as files: for tests over sockets and for the
/// demo.
public struct MutualTLSFiles: Sendable {
  public let domain: TrustDomain
  public let server: SVIDFiles
  public let client: SVIDFiles
  /// A client whose certificate claims the same ID and comes from another authority: to be refused.
  public let impostor: SVIDFiles
  public let serverID: SPIFFEID
  public let clientID: SPIFFEID

  /// Makes a root, an intermediate and three SVIDs, valid for an hour, and writes them into `directory`:
  /// `bundle.pem`, and `server`, `client` and `impostor`, each `.pem` and `.key`.
  public static func write(
    to directory: String, domain name: String = "poc.local",
    serverPath: [String] = ["gateways", "precinct", "dev"],
    clientPath: [String] = ["agents", "mcp-client", "my-agent", "dev"], now: Timestamp = .now()
  ) throws -> MutualTLSFiles {
    let domain = try TrustDomain(name)
    let serverID = try SPIFFEID(domain, serverPath)
    let clientID = try SPIFFEID(domain, clientPath)
    let root = try TestCertificate.root(of: name, now: now)
    let intermediate = try root.issue(
      .authority(of: name, name: "test intermediate", now: now, pathLength: 0))
    let otherRoot = try TestCertificate.root(of: name, now: now)
    let bundle = try TestFile.write(root.rootPEM.utf8, to: directory + "/bundle.pem")

    func files(_ name: String, _ svid: TestCertificate) throws -> SVIDFiles {
      SVIDFiles(
        certificates: try TestFile.write(svid.chainPEM.utf8, to: "\(directory)/\(name).pem"),
        key: try TestFile.write(svid.keyPEM.utf8, to: "\(directory)/\(name).key", mode: 0o600), bundle: bundle
      )
    }
    // A name and an address, for clients that know nothing of SPIFFE.
    let server = SVIDRecipe(serverID.text, now: now).with {
      $0.dnsNames = ["localhost"]
      $0.ipAddresses = [[127, 0, 0, 1]]
    }
    return MutualTLSFiles(
      domain: domain,
      server: try files("server", try intermediate.issue(server)),
      client: try files("client", try intermediate.issue(SVIDRecipe(clientID.text, now: now))),
      impostor: try files("impostor", try otherRoot.issue(SVIDRecipe(clientID.text, now: now))),
      serverID: serverID, clientID: clientID)
  }
}
