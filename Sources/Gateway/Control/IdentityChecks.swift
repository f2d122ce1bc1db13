import Authority
import Basics
public import Settings
import SPIFFE
import WorkloadAPI

/// What callers can prove themselves with, and whether it can be used: for `agw identity health`.
public enum IdentityChecks {
  /// One line for each kind of proof. Blocks on the disk.
  public static func all(_ configuration: Configuration) -> [ComponentStatus] {
    [
      domains(configuration.identity), header(configuration), tokens(configuration.identity),
      certificates(configuration), provider(configuration),
    ] + bundles(configuration)
  }

  private static func domains(_ settings: IdentitySettings) -> ComponentStatus {
    check("trust domains", settings.allowedTrustDomains.joined(separator: ", ")) { () throws(LoadProblem) in
      _ = try IdentityLoader.allowedDomains(settings)
    }
  }

  private static func header(_ configuration: Configuration) -> ComponentStatus {
    configuration.profile == .dev && configuration.identity.header
      ? ComponentStatus("X-SPIFFE-ID", .degraded, "believed on loopback; development only")
      : ComponentStatus("X-SPIFFE-ID", .ok, "ignored")
  }

  private static func tokens(_ settings: IdentitySettings) -> ComponentStatus {
    guard settings.bearer.isEnabled else { return ComponentStatus("bearer tokens", .ok, "not accepted") }
    return check("bearer tokens", "of \(settings.bearer.issuer ?? "")") { () throws(LoadProblem) in
      _ = try IdentityLoader.authenticator(settings)
    }
  }

  private static func certificates(_ configuration: Configuration) -> ComponentStatus {
    let tls = configuration.listeners.data.tls
    if configuration.listeners.data.svid {
      return ComponentStatus("client certificates", .ok, "SVIDs, by the bundles of identity.provider")
    }
    guard tls.certificateFile != nil else {
      return ComponentStatus("client certificates", .ok, "not asked for: plain HTTP")
    }
    let domains = tls.bundleFiles.keys.sorted().joined(separator: ", ")
    return check("client certificates", "SVIDs of \(domains)") { () throws(LoadProblem) in
      _ = try Opening.tls(configuration)
    }
  }

  private static func provider(_ configuration: Configuration) -> ComponentStatus {
    switch configuration.identity.provider {
    case .mock: return ComponentStatus("identity provider", .degraded, "mock: development only")
    case .spire:
      let address = configuration.identity.socketPath ?? ""
      guard let path = WorkloadSocket.path(of: address) else {
        return ComponentStatus("identity provider", .failing, "\(address) is no Unix socket")
      }
      return WorkloadSocket.isServed(path)
        ? ComponentStatus("identity provider", .ok, "Workload API at \(path)")
        : ComponentStatus("identity provider", .failing, "nobody serves \(path)")
    case .embedded:
      let path = "\(configuration.stateDirectory)/\(Authority.fileName)"
      guard (try? FileBytes.permissions(path)) != nil else {
        return ComponentStatus("identity provider", .ok, "embedded; `agw serve` makes its keys")
      }
      return check("identity provider", "embedded, keys in \(path)") { () throws(LoadProblem) in
        _ = try embeddedBundle(configuration)
      }
    }
  }

  /// The digests that `identity.bundle_pins` takes.
  private static func bundles(_ configuration: Configuration) -> [ComponentStatus] {
    guard configuration.identity.provider == .embedded, let bundle = try? embeddedBundle(configuration) else { return [] }
    return [
      ComponentStatus(
        "bundle \(bundle.trustDomain)", .ok,
        "\(bundle.authorities.count) authorities, \(bundle.tokenKeys.count) keys, sequence \(bundle.sequence ?? 0),"
          + " sha256 \(bundle.digest)")
    ]
  }

  private static func embeddedBundle(_ configuration: Configuration) throws(LoadProblem) -> BundleDocument? {
    do {
      return try Authority.bundle(
        at: "\(configuration.stateDirectory)/\(Authority.fileName)", of: TrustDomain(configuration.identity.trustDomain))
    } catch {
      throw LoadProblem("authority", error)
    }
  }

  private static func check(
    _ name: String, _ detail: String, _ load: () throws(LoadProblem) -> Void
  ) -> ComponentStatus {
    do throws(LoadProblem) {
      try load()
      return ComponentStatus(name, .ok, detail)
    } catch {
      return ComponentStatus(name, .failing, error.lines.joined(separator: "; "))
    }
  }
}
