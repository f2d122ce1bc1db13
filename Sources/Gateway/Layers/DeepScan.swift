import Basics
import Detection
import NIOCore
import Registry

/// Layer 10: a guard model reads the calls that could do harm.
struct DeepScan: Layer {
  let name = LayerName.deepScan
  /// Nil if no guard is configured: what must be read and cannot be is refused.
  let guardModel: GuardModel?
  let fromRisk: RiskLevel
  let inputBytesMax: Int

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let tool = call.tool else { return .skip }
    let isSuspicious = call.findings.contains { $0.category == .injection }
    guard tool.riskLevel >= fromRisk || isSuspicious else { return .skip }
    guard let guardModel else {
      return .refuse(Denial(.deepScanUnavailable, "This call must be read by a guard model, and none is configured."))
    }
    guard call.body.count <= inputBytesMax else {
      return .refuse(
        Denial(
          .deepScanUnavailable, "The call is too large for the guard model.",
          details: ["max_bytes": .integer(inputBytesMax)]))
    }
    let answer = guardModel.ask(about: tool.name, arguments: call.argumentsText, on: loop)
    return .later(answer.map { verdict in { @Sendable _ in Self.verdict(verdict) } })
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
