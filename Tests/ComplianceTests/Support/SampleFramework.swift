@testable import Compliance

/// Frameworks as tests write them.
enum SampleFramework {
  static func read(_ claims: String, settings: String = "policy.default_action: deny") throws -> Framework {
    let text = """
      framework: soc2
      title: "A <b>framework</b> | of *tests*"
      source: nowhere
      controls:
        - id: CC6.1 (a)
          title: Access
          evidence: Calls were refused.
          effective_if:
      \(claims.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n"))
          configured_if: {\(settings)}
      """
    return try FrameworkFile.read(Array(text.utf8), path: "soc2.yaml")
  }

  static let denials = """
    - count: {event: decision, decision: DENY, code: [authz_policy_denied]}
      shows: Calls were refused.
    """

  static let policy = """
    - every: {event: decision, decision: ALLOW}
      has: {layer: opa_policy, result: pass}
      shows: Policy allowed.
    """
}
