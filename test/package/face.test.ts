import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const read = (...parts: string[]) => readFileSync(join(root, ...parts), 'utf8');

/** Every public name, types included. A name that goes or moves breaks programs: say so in CHANGELOG.md. */
const faces: Record<string, string> = {
  psqe: `
    AbortedError AlignerOptions AlignerResult AlignmentScores AlignmentTask DataError Dataset EngineError EngineInfo
    GroundTruth InputError Links MultimodalGraph Option OptionError OptionSet Options OptionsFrom OutputError
    ProgressEvent PsqeError PsqeOptions PsqeResult Resolved RunResult SeedQuality SeedResult SeedSet SeedSource Work
    alignGraphs writeMatches
    alignFromSeeds buildEmoji checkModel compareSeeds dataFolder defineModel
    defineSeedSource engineInfo evaluateAlignment expandSeeds facetCounts imageDescriptor learnWeights
    like makeSeeds matchEntities metricsWhere modelNames openTask option optionSet pivotCsls pivotSeeds psqe psqeStages readFolder
    readLinks readSeeds refineSeeds resampleSeeds seedQuality seedSourceNames splitLinks steps trainAligner
    useEngine variantSeeds writeSeeds`,
  'psqe/data': `
    BuildCharactersOptions buildCharacters buildCharactersOptions BuildLogosOptions buildLogos buildLogosOptions BuildCountriesOptions Decisions readDecisions RankedMatches ReadOptions buildCountries MatchFileOptions MatchPredicate MatchStage buildCountriesOptions checkMatchFile writeEmbeddings
    AttributeBagsOptions BuildEmojiOptions DensityOptions DerivedModality FeatureTable FuseOptions GraphParts GraphPlace
    HashedNgramsOptions IMAGE_DESCRIPTOR LiteralFeaturesOptions Literals Modality OpenTaskOptions PerRegion PlantedSeedOptions PlantedSeeds
    RegionOptions Regions RelationCountsOptions SyntheticOptions SyntheticTask TaskParts Triples addModality
    attributeBags attributeBagsOptions buildEmojiOptions checkSeeds degreeQuartiles densityOptions entityRegions
    featureDensity fuse fuseOptions hashedNgrams hashedNgramsOptions hopsFrom jointAdjacency literalFeatures literalFeaturesOptions openTaskOptions readTestLinks
    Fold PropagateOptions propagate propagateOptions readFold relationAdjacency packFolder plantedSeedOptions plantedSeeds regionOptions regionSizes relationCounts relationCountsOptions
    syntheticOptions syntheticTask whiten DescribePicturesOptions describePictures describePicturesOptions ImageDescriptorOptions
    imageDescriptorOptions WhitenedSidesOptions whitenedSides whitenedSidesOptions
    FeaturedDataset FittedAttributes FittedFeatures FittedLiterals FittedNgrams FittedRelations FittedWhitening`,
  'psqe/seeds': `
    correctSeeds floodSeeds Clustering CorrectOptions Embeddings EncoderOptions ExpandOptions FloodOptions GrowOptions LearnWeightsOptions
    MadeSeeds PivotOptions PlanOptions planOptions Preset PresetName RefineOptions RefineResult ResampleOptions Round SharedOptions Sides
    StageOptions VariantOptions VariantResult VariantSize Weights confirmedShare correctOptions expandOptions floodOptions learnWeightsOptions pivotOptions
    presets psqeOptions refineOptions resampleOptions seedSource seedSources sharedOptions
    variantOptions`,
  'psqe/models': `
    Embed EmbeddedSides EmbeddingBlock UntrainedDefinition LabelsOptions labelsOptions LighteaOptions lighteaOptions RawOptions rawOptions SeuOptions seuOptions
    AlignerParts BatchContext BatchLoss BatchRows CheckError CheckLossOptions CheckModelOptions CheckRow
    DefineOptions EmbeddedPairs Encoded EncoderDefinition Ends EvaOptions Fault FrameOptions Fused Fusion
    FusionDefinition FusionOptions Gat Gcn GraphEncoder KnownPairs LayerNorm Linear LossOptions LossReport
    McleaOptions MeaformerOptions MixedModalities ModalityEncoders ModalityOptions ModalityTransformer Model
    ModelDefinition ModelInputs ModelParts ModelReport NamedLoss NodeEncoder PairLoss PairLossOptions RowSubset
    Slope TransformerOptions UncertaintyWeights Wants assemble balancedWeights buildModel checkLoss checkLossOptions
    checkModelOptions constantVariable defineFusion defineLoss detach dropout entityNodes eva evaOptions frameFields
    fusionNames gat gcn ial icl layerNorm linear lossNames mclea mcleaOptions meaformer meaformerOptions
    modalityEncoders modalityTransformer modelInputs nca normalVariable pairLoss pickRows transformerFusion
    transformerOptions uncertaintyWeights uniformVariable weightedFusion`,
  'psqe/train': `
    Adamw AdamwOptions StepInfo TrainOptions TrainResult TrainSeeds TrainWork adamw alignerOptions clipGradients
    densityRatios embed rateFactor train trainOptions ContinuedAligner continueAligner FormerRows ModelWeights TrainedBefore`,
  'psqe/evaluate': `
    ReviewOptions ReviewPage Reviewable reviewOptions reviewPage writeReview
    ExplainOptions Explainable NamedEmbeddings NeighbourVote NeighbourVotes PairExplanation Rival ScoreShare explainOptions explainPair explainPairs
    AbstentionRow abstention Calibration CalibrationBin calibration
    Among Before LinkedQuality RankOptions linkedQuality rankMatches rankOptions ScoreSpread scoreSpread
    AlignmentOptions Coverage Estimate FacetCounts GroupCounts Interval MatchOptions Matches RankMetrics
    SeedQualityOptions SplitOptions Spread alignmentOptions bootstrapInterval coverage entropy estimate gini
    holm klDivergence matchOptions matchQuality mean meanInterval metricsByGroup pairedDifference rankCorrelation rankMetrics
    seedQualityOptions splitOptions spread unseeded`,
  'psqe/compute': `
    AdamwStep BothSides Clusters ContrastWeights Csr DensePlan EngineName KmeansOptions Matrix Pairs Radii Random Scores
    SinkhornOptions SparsePlan TransportPlan adamwStep alignmentLoss bestCells centred columnMeans concatColumns contrastiveLoss cslsRadii
    csrFromTriplets graphAttention greedyMatch hash kmeans kmeansOptions l2Normalize matmul matrix multiplyCsr mutualNearest
    mutualTransport normalizeRows random rankCounts rowProducts sinkhorn sparseDense sparseMatMul stackRows takeRows
    topK topPairs transportProbabilities transportRanks transposeCsr weightedContrastiveLoss withCsls`,
  'psqe/theory': `
    AnchorLosses BatchOptions Checked Forecast GradientAccount GradientPart IclGradient Judged KeptPull LimitError
    LimitOptions Mass MassOptions MassStep MeasuredPull MeasuredShareOptions PairRows PredictedShareOptions PredictionAccount PullOptions
    PushError PushOptions RegionAccount RegionFit RegionKnown RegionOutcome RegionTerm RepulsionShares SeedChange SeedPull ShareOptions SharePoint
    SideGradient SlopeCheck Softmax Space StageAccount StageClaim StageRun TrainingMass WrongPartner batchOptions
    expectedPull fitRegionHits gradientAccount gradientCheck iclGradient iclSoftmax keptPull limitOptions
    massOptions measurePull measuredShares ownShare predictionAccount pullCurve pullOptions pushOptions rSquared regionAccounts
    regionEase regionOutcomes repulsionLimit repulsionPush repulsionShares seedChanges seedPull shareCurve shareOptions space
    stageAccounts stageClaims stagesOf trainingMass weightedMean`,
  'psqe/study': `
    DecodedBy DecoderRow MakePart MissingOptions MissingRecord MissingRow decoderTable missingOptions missingRecord missingStudy recordedDecoders
    Changes FallReason FallenMatch KeptAlignment KeptSide SeenPairs SideChanges TrainedParts UpdateAlignmentOptions UpdatedAlignment
    keepAlignment readKeptAlignment updateAlignment updateAlignmentOptions writeKeptAlignment
    AlignmentPlan MachineSpeed PlanAlignmentOptions StepCost planAlignment planAlignmentOptions
    AlignGraphsOptions AlignedGraphs GraphSummary Inspection ModalitySummary alignGraphsOptions inspectTask seedCount
    Ablation AblationGroup AlignInput AlignedPart AlignmentReport BalanceOptions BalanceRecord BalanceRow ClusterGroupOptions
    CompareOptions Comparison GainEffect GainGroups GainPair GainRecord GainRow GainTableOptions
    MapSet MapSide PairRecord PredictionOptions PredictionStudy Provenance RecordKey RegionPrediction RemedyEffect
    RemedyOptions RemedyRun RemedyStudy RoundSeeds RunRecord RunReport RunStore SeedDeciles SeedMap SeedPart
    SeedReport SeedSpread StudyPair TestSet TheoryRecord TheoryRow TheoryStudyOptions UnseededEffect ablationLists
    balanceOptions balanceRecord balanceStudy clusterGroups compareOptions gainAblations gainAligners gainEffects gainGroups
    gainIngredients gainRecord gainRecords gainRunner gainTable AlignSettings Keyed keyOf recordKey openPair openRun peakMemoryMB
    predictionOptions predictionStudy provenance readRecord remedyOptions remedyStudy reportJsonSchema reportSchema
    roundSeeds seedDeciles seedMap seedSpread taskFingerprint theoryRecord theoryStudy theoryStudyOptions`,
  'psqe/plots': `
    missingFigure
    abstentionFigure reliabilityFigure
    Drawing ExplanationFigureOptions explanationFigure EffectFigureOptions EffectMapOptions Exported FacetFigureOptions Figure FigureOrigin GroupFigureOptions
    Json PredictionPanel PullFrame RoundPoint SliderFrame Trace alignmentFigure anchorFigure changeFigure colourOf
    decileFigure degreeFigure drawWithKaleido effectFigure effectMap exportFigures facetFigure findKaleido
    gradientPartsFigure groupFigure limitFigure lossFigure mapFigure massFigure originOf palette predictionFigure
    publishFigures pullFigure qualityFigure regionHitsFigure regionOutcomeFigure regionPullFigure remedyFigure
    roundsFigure runFigures secondTermFigure shareFigure sliderFigure slopeFigure spreadFigure stageFigure
    stageRegionFigure styled`,
  'psqe/notebook': `
    Format Host MimeBundle PairList PairsOptions Shown TableLike host runSeeds showFaults showFigure showMarkdown
    showPairs showTable tableBundle withProgress`,
};
const wordsOf = (text: string) => text.trim().split(/\s+/);
const modules = Object.keys(faces);

const parse = (text: string) => ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
const textOf = (node?: ts.Node) => (node && ts.isStringLiteral(node) ? node.text : '');

/** What a list exports; whatever is not an export by name is an error. */
function exportsOf(file: string): string[] {
  return parse(read(file)).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      throw new Error(`${file}: not an export by name: ${statement.getText()}`);
    return statement.exportClause.elements.map(({ name }) => name.text);
  });
}

/** [module, name] of every import from the package in a text. */
function importsIn(text: string): (readonly [string, string])[] {
  return parse(text).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !/^psqe(\/|$)/.test(textOf(statement.moduleSpecifier))) return [];
    const named = statement.importClause?.namedBindings;
    if (!named || !ts.isNamedImports(named)) throw new Error(`not an import by name: ${statement.getText()}`);
    return named.elements.map((e) => [textOf(statement.moduleSpecifier), (e.propertyName ?? e.name).text] as const);
  });
}

describe('the names of the package', () => {
  test.each(modules)('%s exports exactly these', (name) => {
    const file = name === 'psqe' ? 'src/index.ts' : `src/public/${name.slice('psqe/'.length)}.ts`;
    expect(exportsOf(file).sort()).toEqual(wordsOf(faces[name]!).sort());
  });

  test('every list has its path in package.json, and every path its list', () => {
    const { exports: all, typesVersions } = JSON.parse(read('package.json'));
    // Types alone: so that a compiler can name what a public type is made of. Nothing can be imported from there.
    const { './package.json': _, './dist/*': internal, ...exports } = all;
    expect(internal).toEqual({ types: './dist/*.d.ts' });
    // For compilers that know no exports, as tslab's.
    const old = Object.keys(exports).filter((path) => path !== '.');
    expect(typesVersions).toEqual({
      '*': Object.fromEntries(old.map((path) => [path.slice(2), [`dist/public/${path.slice(2)}.d.ts`]])),
    });
    const paths = Object.keys(exports);
    expect(paths.map((path) => path.replace('.', 'psqe')).sort()).toEqual([...modules].sort());
    expect(readdirSync(join(root, 'src', 'public')).length).toBe(modules.length - 1);
    for (const [path, { types, default: js }] of Object.entries<Record<string, string>>(exports).filter(
      ([, e]) => e.types,
    )) {
      const base = path === '.' ? './dist/index' : path.replace('./', './dist/public/');
      expect([types, js]).toEqual([`${base}.d.ts`, `${base}.js`]);
    }
  });

  test('the root is small, and a name stands in one place', () => {
    expect(wordsOf(faces.psqe!).length).toBeLessThanOrEqual(70);
    const all = modules.flatMap((name) => wordsOf(faces[name]!));
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });
});

describe('what is shown to users imports names that are there', () => {
  const missing = (text: string) =>
    importsIn(text).filter(([from, name]) => !(from in faces && wordsOf(faces[from]!).includes(name)));
  const notebooks = readdirSync(join(root, 'notebooks')).filter((file) => file.endsWith('.ipynb'));

  test.each(notebooks)('%s', (file) => {
    const cells: { cell_type: string; source: string[] | string }[] = JSON.parse(read('notebooks', file)).cells;
    const code = cells.filter((cell) => cell.cell_type === 'code').map((cell) => [cell.source].flat().join(''));
    expect(code.flatMap(importsIn).length).toBeGreaterThan(5);
    expect(code.flatMap(missing)).toEqual([]);
  });

  test('README.md, whose verbs are all in the root', () => {
    const text = read('README.md');
    const code = [...text.matchAll(/```(?:js|ts)\n([\s\S]*?)```/g)].map((match) => match[1]!);
    expect(code.flatMap(importsIn).length).toBeGreaterThan(1);
    expect(code.flatMap(missing)).toEqual([]);
    // What `--model` takes, not the verbs of these names.
    const models = ['eva', 'meaformer'];
    const elsewhere = new Set(modules.slice(1).flatMap((name) => wordsOf(faces[name]!)));
    const named = [...text.matchAll(/`(\w+)(?:\(.*?\))?`/g)].map((match) => match[1]!);
    expect(named.filter((name) => wordsOf(faces.psqe!).includes(name)).length).toBeGreaterThan(5);
    expect(named.filter((name) => elsewhere.has(name) && !models.includes(name))).toEqual([]);
  });
});
