import ArgumentParser
import Basics
import Compliance
import Settings

struct ComplianceCollect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: "Gather evidence for every control of a framework, with a report, checksums and a signature.",
    discussion: """
      EXAMPLES
        agw compliance collect --framework soc2 --since 90d
        agw compliance collect --framework all --output-dir /evidence
        agw compliance collect --framework nist-800-53 --audit-source opensearch \\
          --opensearch-url https://search.example:9200 --opensearch-ca-cert ca.pem \\
          --opensearch-client-cert client.pem --opensearch-client-key client.key \\
          --opensearch-password-env PRECINCT_OPENSEARCH_PASSWORD --since 7d

      Writes OUTPUT-DIR/compliance-evidence-YYYYMMDD-HHMMSS/FRAMEWORK and prints that path. A control is effective only if
      the entries of the period, or a test that the command runs, show it working. An index has no chain, so tests of the
      log itself are not run with --audit-source opensearch. agw compliance verify checks what was written.
      """)

  @OptionGroup var gathering: EvidenceGathering

  @Option(name: .customLong("output-dir"), help: "Directory that the evidence is put in.")
  var output = "reports"

  @Option(
    name: .customLong("signing-key"),
    help: "Ed25519 key in PEM; without it compliance.key in the state directory, made when first needed.")
  var signingKey: String?

  @Option(help: "table (paths and counts) or json.")
  var format = OutputFormat.table

  func run() throws {
    let frameworks = try gathering.frameworks.read()
    let state = try gathering.source.log.files.load().configuration.stateDirectory
    let signer = try EvidenceSigner(signingKey ?? "\(state)/compliance.key")
    let assessments = try gathering.assess(frameworks)
    let directory = "\(output)/compliance-evidence-\(Self.stamp(.now()))"
    for assessment in assessments {
      let path = "\(directory)/\(assessment.framework.id)"
      try EvidenceWriter(path).write(assessment, signer: signer)
      switch format {
      case .table:
        Terminal.print(path)
        Terminal.note(
          "  \(assessment.count(.effective)) effective, \(assessment.count(.configured)) configured, "
            + "\(assessment.count(.notEvidenced)) not evidenced")
      case .json:
        var summary = assessment.summary.objectValue ?? JSONObject()
        summary["output_dir"] = .string(path)
        Terminal.print(.object(summary))
      }
    }
  }

  /// `20261231-235959`, in UTC.
  static func stamp(_ time: Timestamp) -> String {
    let digits = time.rfc3339.utf8.prefix(19).filter { (0x30...0x39).contains($0) }
    let text = String(decoding: digits, as: UTF8.self)
    return "\(text.prefix(8))-\(text.dropFirst(8))"
  }
}
