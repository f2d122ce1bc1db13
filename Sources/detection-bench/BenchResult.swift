import Basics

/// What one sample cost.
struct BenchResult {
  let sample: Sample
  /// Nanoseconds per scan, and per bare pass.
  let scan: Double
  let bare: Double
  let findings: Int

  /// Nanoseconds per byte.
  var perByte: Double { scan / Double(sample.document.bytes.count) }

  var line: String {
    let bytes = sample.document.bytes.count
    let parts = [scan / 1000, bare / 1000, scan / bare, Double(bytes) * 1000 / scan].map(Self.text)
    return ([sample.name, "\(bytes)"] + parts + ["\(findings)"]).joined(separator: "\t")
  }

  /// What is wrong with it, if anything. Bounds are ratios within one run, so that they hold on a busy machine.
  func complaint(clean: Double) -> String? {
    switch sample.bound {
    case .none: nil
    case .timesBare(let most):
      scan > bare * most ? "\(sample.name): \(Self.text(scan / bare)) times the bare pass, at most \(most)" : nil
    case .timesClean(let most):
      clean > 0 && perByte > clean * most
        ? "\(sample.name): \(Self.text(perByte / clean)) times clean text, at most \(most)" : nil
    }
  }

  private static func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
