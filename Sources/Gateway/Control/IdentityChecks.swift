public import Settings
import SPIFFE

/// What callers can prove themselves with, and whether it can be used: for `agw identity health`.
public enum IdentityChecks {
  /// One line for each kind of proof. Blocks on the disk.
  public static func all(_ configuration: Configuration) -> [ComponentStatus] {
    [
      domains(configuration.identity), header(configuration), tokens(configuration.identity),
      certificates(configuration),
    ]
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
    guard tls.certificateFile != nil else {
      return ComponentStatus("client certificates", .ok, "not asked for: plain HTTP")
    }
    let domains = tls.bundleFiles.keys.sorted().joined(separator: ", ")
    return check("client certificates", "SVIDs of \(domains)") { () throws(LoadProblem) in
      _ = try Opening.tls(configuration)
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
