import Audit
import Basics

/// The report that people read. What the log holds comes from callers, so everything in it is escaped for its form.
public enum EvidenceReport {
  static let statement = """
    A control is *effective* only if the entries of the period, or a test that the command ran, show it working; \
    *configured* if its settings are in force and nothing in the period shows more; otherwise *not evidenced*. \
    The report covers what a gateway can show. It is no audit opinion.
    """

  /// Rows of what the report is about: name and value.
  static func facts(_ assessment: FrameworkAssessment) -> [(String, String)] {
    let (evidence, request) = (assessment.evidence, assessment.request)
    var facts = [
      ("Framework", assessment.framework.title), ("Source of the controls", assessment.framework.source),
      ("Period", "\(request.period.since?.rfc3339 ?? "beginning of the log") to \(request.period.until.rfc3339)"),
      ("Entries", "\(evidence.entries) from \(request.source.kind) \(request.source.place)"),
      ("Made", request.now.rfc3339),
    ]
    if evidence.isCut { facts.append(("Not complete", "the limit of entries was reached; what lies behind it was not read")) }
    if evidence.unreadable > 0 { facts.append(("Unreadable lines", "\(evidence.unreadable)")) }
    if let verification = evidence.verification {
      facts.append(
        ("Log", verification.isIntact
          ? "intact, entries \(verification.first) to \(verification.last), \(verification.checkpoints) signed checkpoints"
          : "DAMAGED: \(verification.damage?.evidence ?? "")"))
      if verification.isIntact { facts.append(("Last hash", verification.lastHash)) }
    } else {
      facts.append(("Log", "not re-derived: \(evidence.verificationFailure ?? "")"))
    }
    return facts
  }

  static let howToVerify = """
    agw compliance verify DIR
    sha256sum --check --strict --quiet MANIFEST.sha256
    openssl pkeyutl -verify -pubin -inkey signer.pub.pem -rawin -in MANIFEST.sha256 -sigfile MANIFEST.sig
    """
}
