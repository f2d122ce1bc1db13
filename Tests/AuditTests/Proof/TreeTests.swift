import Basics
import Testing

@testable import Audit

@Suite("Tree over the lines") struct TreeTests {
  /// The leaves of a tree of any size, and its root by the definition of RFC 6962 §2.1.
  private func leaves(_ count: Int) -> [AuditHash] { (0..<count).map { AuditHash.leaf(AuditHash(of: [UInt8($0 % 251), UInt8($0 / 251)])) } }

  private func root(_ leaves: ArraySlice<AuditHash>) -> AuditHash {
    guard leaves.count > 1 else { return leaves.first ?? .emptyTree }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return AuditHash.node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  private func node(_ leaves: [AuditHash]) -> (Int, UInt64) -> AuditHash {
    { height, index in root(leaves[(Int(index) << height)..<((Int(index) + 1) << height)]) }
  }

  @Test func theRootsAreThoseOfCertificateTransparency() throws {
    // Inputs and roots as certificate-transparency-go tests them.
    let inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    var frontier = TreeFrontier()
    #expect(frontier.root.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for (input, expected) in zip(inputs, roots) {
      frontier.append(AuditHash(of: [0] + (try #require(Hex.decode(input.utf8)))))
      #expect(frontier.root.hex == expected)
    }
  }

  @Test func aTreeThatGrowsHasTheRootOfItsDefinition() {
    let leaves = leaves(300)
    var frontier = TreeFrontier()
    for (count, leaf) in leaves.enumerated() {
      #expect(frontier.root == root(leaves[..<count]))
      #expect(TreeFrontier(size: UInt64(count), node: node(leaves)) == frontier)
      frontier.append(leaf)
    }
  }

  @Test func everyEntryOfEveryTreeIsProvenAndNothingElse() {
    let leaves = leaves(40)
    for size in 1...UInt64(leaves.count) {
      let root = root(leaves[..<Int(size)])
      for index in 0..<size {
        let proof = TreeRange.inclusion(of: index, size: size).map { $0.hash(node: node(leaves)) }
        #expect(TreeProof.includes(leaves[Int(index)], index: index, size: size, root: root, proof: proof))
        #expect(!TreeProof.includes(.genesis, index: index, size: size, root: root, proof: proof))
        #expect(!TreeProof.includes(leaves[Int(index)], index: index + 1, size: size, root: root, proof: proof))
        #expect(!TreeProof.includes(leaves[Int(index)], index: index, size: size, root: root, proof: proof + [.genesis]))
        if !proof.isEmpty {
          #expect(!TreeProof.includes(leaves[Int(index)], index: index, size: size, root: root, proof: Array(proof.dropLast())))
          var changed = proof
          changed[Int(index) % proof.count] = .genesis
          #expect(!TreeProof.includes(leaves[Int(index)], index: index, size: size, root: root, proof: changed))
        }
      }
    }
  }

  @Test func everyTreeGoesOnFromEveryEarlierOneAndFromNoOther() {
    let leaves = leaves(40)
    for size in 1...UInt64(leaves.count) {
      let root = root(leaves[..<Int(size)])
      for old in 0...size {
        let oldRoot = self.root(leaves[..<Int(old)])
        let proof = TreeRange.consistency(from: old, to: size).map { $0.hash(node: node(leaves)) }
        #expect(TreeProof.extends(old, oldRoot, to: size, root, proof: proof))
        #expect(!TreeProof.extends(old, .leaf(oldRoot), to: size, root, proof: proof))
        // Every tree goes on from the empty one.
        #expect(!TreeProof.extends(old, oldRoot, to: size, .leaf(root), proof: proof) || old == 0)
        #expect(!TreeProof.extends(old, oldRoot, to: size, root, proof: proof + [.genesis]))
        #expect(!TreeProof.extends(size + 1, oldRoot, to: size, root, proof: proof))
      }
    }
  }

  @Test func proofsOfAnyNumbersNeverTrap() {
    let hashes = leaves(64)
    for size in [0, 1, 2, 1 << 62, UInt64(Int64.max), .max] {
      for index in [0, 1, 1 << 61, size &- 1, size, .max] {
        #expect(!TreeProof.includes(hashes[0], index: index, size: size, root: .genesis, proof: hashes))
        #expect(!TreeProof.extends(index, .leaf(.genesis), to: size, .leaf(hashes[0]), proof: hashes))
      }
    }
  }

  @Test func tilesGiveTheNodesOfTheTree() throws {
    let directory = try TemporaryDirectory()
    let paths = LogPaths(directory.log)
    let lines = (0..<700).map { AuditHash(of: [UInt8($0 % 251), UInt8($0 / 251)]) }
    let writer = try TileWriter(paths, after: TreeFrontier())
    for line in lines { writer.append(line) }
    try writer.synchronize()
    let leaves = lines.map { AuditHash.leaf($0) }
    let reader = TileReader(paths)
    for height in 0..<10 {
      for index in 0..<(leaves.count >> height) {
        #expect(try reader.node(height: height, index: UInt64(index)) == node(leaves)(height, UInt64(index)))
      }
      #expect(throws: AuditError.self) { try reader.node(height: height, index: UInt64(leaves.count >> height)) }
    }
    // A writer that goes on from an earlier size cuts what lies beyond it.
    let earlier = try reader.frontier(size: 256)
    let again = try TileWriter(paths, after: earlier)
    for line in lines[256...] { again.append(line) }
    try again.synchronize()
    #expect(again.frontier == writer.frontier)
    #expect(try TileReader(paths).frontier(size: 700).root == root(leaves[...]))
    #expect(throws: AuditError.self) { try reader.node(height: 0, index: .max) }
  }
}
