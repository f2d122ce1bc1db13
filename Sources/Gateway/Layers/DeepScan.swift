import Basics
import Detection
import MCP
import NIOCore
import Registry

/// Layer 10: calls that could do harm are read by the embedded classifier, the dangerous ones by a guard model.
///
/// Dispatched by risk: below medium risk nothing is read, unless layer 7 found the sign of an attack; from medium risk on
/// the classifier reads; from `fromRisk` on, or where a rule or the classifier is suspicious, the guard model does. Where
/// no guard model is configured the classifier's word counts; where there is neither, what must be read is refused.
struct DeepScan: Layer {
  let name = LayerName.deepScan
  let guardModel: GuardModel?
  let classifier: AttackClassifier?
  let fromRisk: RiskLevel
  let inputBytesMax: Int

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let tool = call.tool else { return .skip }
    let isFound = call.findings.contains { $0.category == .injection }
    guard tool.riskLevel >= min(fromRisk, .medium) || isFound else { return .skip }
    let score = score(of: call)
    let isSuspicious = isFound || score >= classifier?.suspicious ?? .infinity
    guard let guardModel else { return verdict(score, isFound, mustBeRead: tool.riskLevel >= fromRisk || isFound) }
    guard tool.riskLevel >= fromRisk || isSuspicious else { return .proceed }
    guard call.body.count <= inputBytesMax else {
      return .refuse(
        Denial(
          .deepScanUnavailable, "The call is too large for the guard model.",
          details: ["max_bytes": .integer(inputBytesMax)]))
    }
    let answer = guardModel.ask(about: tool.name, arguments: call.argumentsText, on: loop)
    return .later(answer.map { verdict in { @Sendable _ in Self.verdict(verdict) } })
  }

  private func score(of call: Call) -> Double {
    guard let classifier, let envelope = call.envelope, let arguments = envelope.arguments else { return 0 }
    return classifier.score(envelope.document, subtree: arguments)
  }

  /// What the classifier alone says.
  private func verdict(_ score: Double, _ isFound: Bool, mustBeRead: Bool) -> Verdict {
    guard let classifier else {
      guard mustBeRead else { return .skip }
      return .refuse(
        Denial(.deepScanUnavailable, "This call must be read by a guard model or the classifier, and none is configured."))
    }
    // A rule and the classifier each suspicious are as good as the classifier certain.
    if score >= classifier.certain || (isFound && score >= classifier.suspicious) {
      return .refuse(
        Denial(
          .deepScanDenied, "The embedded classifier takes this call for an attack.",
          details: ["category": "attack", "score_percent": .integer(Int((score * 100).rounded()))]))
    }
    return score >= classifier.suspicious ? .flag : .proceed
  }

  private static func verdict(_ verdict: GuardModel.Verdict) -> Verdict {
    switch verdict {
    case .safe: .proceed
    case .unsafe(let category):
      .refuse(
        Denial(.deepScanDenied, "The guard model takes this call for an attack.", details: ["category": .string(category)]))
    case .unavailable(let why):
      .refuse(Denial(.deepScanUnavailable, "The guard model gave no verdict.", details: ["reason": .string(why)]))
    }
  }
}
