import Audit
import Basics
import FoundationEssentials

/// Writes the evidence of one framework as a directory that stands for itself.
///
/// ```
/// <framework>/
///   report.md  report.html        for people
///   evidence-summary.json         period, source, every control with its status
///   configuration.json            the settings that were in force, secrets withheld
///   verification.json             what re-deriving the log showed
///   controls/<ID>/evidence.json   claims, numbers, settings
///   controls/<ID>/entries.jsonl   entries of the log, as they stand in it: up to ten for each claim
///   controls/<ID>/exceptions.jsonl  entries that speak against it
///   MANIFEST.sha256  MANIFEST.sig  signer.pub.pem
/// ```
public struct EvidenceWriter {
  private let directory: String

  /// - Parameter directory: Made with its parents; it must not exist yet, so that nothing of an earlier run stays.
  public init(_ directory: String) throws(ComplianceError) {
    self.directory = directory
    guard !FileManager.default.fileExists(atPath: directory) else {
      throw ComplianceError(.fileFailed, "\(directory) is there already; evidence is never mixed. Name another --output-dir.")
    }
    try Self.make(directory)
  }

  /// Writes everything, and signs it last.
  public func write(_ assessment: FrameworkAssessment, signer: EvidenceSigner) throws(ComplianceError) {
    for control in assessment.controls { try write(control) }
    try write(assessment.summary, to: "evidence-summary.json")
    try write(assessment.request.configuration, to: "configuration.json")
    try write(assessment.verification, to: "verification.json")
    try write(Array(EvidenceReport.markdown(assessment).utf8), to: "report.md")
    try write(Array(EvidenceReport.html(assessment).utf8), to: "report.html")
    try write(Array(signer.publicKey.utf8), to: EvidenceManifest.keyName)
    let manifest = try EvidenceManifest(of: directory)
    try write(manifest.bytes, to: EvidenceManifest.name)
    try write(try signer.sign(manifest.bytes), to: EvidenceManifest.signatureName)
  }

  private func write(_ control: ControlAssessment) throws(ComplianceError) {
    let name = "controls/\(control.control.directory)"
    try Self.make("\(directory)/\(name)")
    try write(control.document, to: "\(name)/evidence.json")
    try write(lines: control.findings.flatMap(\.samples), to: "\(name)/entries.jsonl")
    try write(lines: control.findings.flatMap(\.exceptions), to: "\(name)/exceptions.jsonl")
  }

  /// Entries that several claims share are written once.
  private func write(lines: [[UInt8]], to name: String) throws(ComplianceError) {
    guard !lines.isEmpty else { return }
    var written: Set<[UInt8]> = []
    var bytes: [UInt8] = []
    for line in lines where written.insert(line).inserted { bytes += line + [0x0A] }
    try write(bytes, to: name)
  }

  private func write(_ document: JSONValue, to name: String) throws(ComplianceError) {
    try write(document.serialized() + [0x0A], to: name)
  }

  private func write(_ bytes: [UInt8], to name: String) throws(ComplianceError) {
    do throws(FileError) {
      try FileBytes.create("\(directory)/\(name)", with: bytes, mode: 0o600)
    } catch {
      throw ComplianceError(.fileFailed, "\(error).")
    }
  }

  private static func make(_ path: String) throws(ComplianceError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw ComplianceError(.fileFailed, "The directory \(path) cannot be made: check its parent's owner and mode.")
    }
  }
}

extension FrameworkAssessment {
  /// What re-deriving the log showed.
  var verification: JSONValue {
    guard let found = evidence.verification else {
      return ["run": false, "reason": .string(evidence.verificationFailure ?? "")]
    }
    return [
      "run": true, "intact": .bool(found.isIntact), "entries": .integer(Int(clamping: found.entries)),
      "first_sequence": .integer(Int(clamping: found.first)), "last_sequence": .integer(Int(clamping: found.last)),
      "last_hash": .string(found.lastHash), "root": .string(found.root), "checkpoints": .integer(found.checkpoints),
      "checkpoint_sequence": .integer(Int(clamping: found.covered)),
      "keys": .array(found.keys.map { .string("\($0)") }),
      "damage": found.damage.map { .string("\($0.kind.rawValue): \($0.evidence)") } ?? .null,
    ]
  }
}
