public import Basics

extension Configuration {
  /// Every key that a configuration may hold, with what is allowed there, in the order of the sections.
  public static var catalogue: [KeyDescription] { keys }

  /// Every key with its value, defaults included.
  ///
  /// It holds no secret by construction, but a command line or a URL may have been given one against the
  /// rules: show ``effective`` to people.
  public var complete: JSONValue { rendered }

  /// Every key with its value, for people: what looks like a secret is withheld.
  public var effective: JSONValue { Withholding.applied(to: rendered) }

  /// SHA-256 of the canonical JSON (RFC 8785) of ``complete``: equal for two gateways that were told the
  /// same, however their files were split.
  public var digest: Digest256 { Digest256(of: rendered.canonical()) }
}
