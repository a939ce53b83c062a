"""English words by what they say about the text that they stand in: glue, discourse, everyday words, words of code.

Inside a text of another script, glue and discourse are a second language; an everyday word is too, unless it is named
(quoted, glossed in brackets); a word that programs use as a name is one only where no program is spoken of. A word in
none of the lists is taken for a technical term or a name.
"""

from thoughtmill.filters.language.function_words import words


def forms(bases: str) -> frozenset[str]:
    """Each word with its regular endings; a form that does not exist does no harm."""
    forms: set[str] = set()
    for word in bases.split():
        forms |= {word, f"{word}s", f"{word}ed", f"{word}ing", f"{word}es", f"{word}'s"}
        if word.endswith("e"):
            forms |= {f"{word}d", f"{word[:-1]}ing"}
        if word.endswith("y"):
            forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    return frozenset(forms)


SMALL = words("""
        the a an of to in on at by for from with and or as into onto over under up down out off back through per via
        upon
    """)
"""Glue that also stands in the middle of terms and titles: proof of work, divide and conquer."""

KEYWORDS = words("""
        if else for while do in not and or is with as from this then try return break continue pass yield import
        class new case switch default except finally raise assert global lambda true false none null until print
        where select let having group order by end begin when
    """)
"""Words that are also keywords of programming languages."""

DISCOURSE = words("""
        i'm i've i'll i'd you you're we we're we've we'll he she they they're it it's its our your their my me him
        her us them this that that's these those here there there's who whom whose which what what's when where why
        how is are was were been being be am have has had having do does did doing done can could will would shall
        should may might must cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't
        couldn't let let's so but because therefore thus hence since although though however while if then else
        unless until whether moreover furthermore otherwise meanwhile consequently accordingly nevertheless
        nonetheless instead indeed wait okay hmm hm well oh ah alright actually maybe perhaps probably possibly
        basically simply just only also again already still yet even now finally firstly secondly thirdly lastly
        next once twice too very much more most less least many few some any every each both either neither another
        other others such same own than about above below after before between without within against during across
        along among around beside besides beyond despite except near toward towards yes yeah yep no nope not never
        always often sometimes usually rarely ever almost nearly quite rather really certainly clearly obviously
        exactly directly similarly likewise specifically generally especially altogether together alternatively
        additionally subsequently ultimately essentially apparently presumably hopefully unfortunately fortunately
        surprisingly interestingly importantly intuitively equivalently conversely formally simultaneously precisely
        merely solely fully highly gradually normally typically commonly frequently truly deeply simply purely
        strictly separately individually respectively anyway besides whenever wherever whichever whatever whoever
        as-well done okay everything something nothing anything everyone someone anyone nobody everybody somebody
        got get gets getting give gives gave given giving make makes made making take takes took taken taking see
        sees saw seen seeing know knows knew known knowing think thinks thought thinking say says said saying mean
        means meant find finds finding want wants wanted try tries tried trying use uses used using need needs
        needed look looks looked looking come comes came coming go goes went gone going keep keeps kept seem seems
        seemed become becomes became understand understood remember forget recall notice notices suppose assume
        assuming consider considering conclude verify verifies verified check checks checked checking double-check
        solve solves solved solving compute computes computed computing calculate calculates calculated calculating
        simplify simplifies simplified simplifying substitute substituting substituted rearrange rearranging
        factorise multiply multiplied multiplying subtract subtracted subtracting equals satisfies satisfy implies
        yields obtain obtains obtained obtaining follows first second third last final overall anyway thanks thank
        please sorry hello bye good great right wrong correct incorrect true-or-false ourselves itself themselves
        yourself myself himself herself and/or
    """)
"""Words that only running English has. Some double as keywords: see KEYWORDS."""

_EVERYDAY = """
        answer question problem solution equation fraction triangle circle square rectangle angle side radius
        diameter perimeter area volume formula proof theorem statement function method object reason reasoning
        method way approach idea example explain explanation detail part piece half quarter double triple pair dozen
        hundred thousand million billion percent percentage average probability chance ratio difference product
        quotient remainder digit decimal integer prime factor multiple divisor power root exponent variable unknown
        coefficient constant condition conclusion assumption possibility option choice choose statement claim fact
        truth false truth mistake error issue trouble people person man woman child boy girl friend family mother
        father parent son daughter brother sister baby teacher student doctor worker farmer driver king queen player
        winner customer apple banana orange pear peach grape cherry lemon fruit bread cake cookie egg milk water tea
        coffee juice rice meat fish chicken food breakfast lunch dinner meal cup bottle glass plate bowl box bag
        basket ball book pen pencil paper page letter card picture photo music song movie game toy money coin dollar
        price cost cheap expensive buy bought sell sold pay paid spend spent earn shop store market school class
        classroom college library office hospital house home room door window wall floor roof table chair bed
        kitchen garden park street road bridge city town village country world earth moon sun star sky sea ocean
        river lake mountain hill forest tree flower grass leaf plant animal dog cat bird horse cow sheep pig rabbit
        mouse lion tiger bear elephant monkey snake insect car bus train bike bicycle boat ship plane truck station
        airport ticket travel trip journey visit arrive leave left time day night morning afternoon evening noon
        midnight today tomorrow yesterday week weekend month year hour minute moment season spring summer autumn
        winter date age birthday century history future past present number amount quantity size length width height
        depth weight distance speed velocity acceleration temperature force energy pressure heat light sound color
        colour shape line point place position direction north south east west top bottom middle center centre front
        inside outside edge corner surface big small large little long short tall high low wide narrow deep thick
        thin heavy fast slow quick early late young old new hot cold warm cool wet dry clean dirty full empty open
        close hard soft easy simple difficult complex important interesting useful possible impossible different
        similar equal unequal opposite positive negative even odd whole entire total extra special common rare main
        major minor basic certain sure clear obvious exact beautiful happy sad angry afraid tired hungry busy free
        rich poor strong weak safe dangerous ready careful bad better best worse worst enough several various
        remaining left-over red green blue yellow white black brown pink purple grey gray zero one two three four
        five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
        twenty thirty forty fifty sixty seventy eighty ninety eat ate drink drank sleep slept walk run ran jump swim
        fly flew drive drove ride rode sit sat stand stood lie fall fell move stop start begin began finish end
        continue turn return stay wait hold held carry bring brought send sent put cut break broke build built grow
        grew show draw drew write wrote written read hear heard listen watch feel felt touch speak spoke talk tell
        told ask call name help work play learn teach taught study live die love like hate hope wish believe agree
        decide change happen appear contain include add remove divide count measure compare combine increase
        decrease reach cover share separate belong depend determine represent describe express denote define derive
        prove show apply expand reduce convert replace cancel evaluate estimate guess test confirm analyze analyse
        summarize summarise rewrite plug figure repeat require provide produce create win won lose lost meet met win
        word sentence story language meaning news party war peace law government president soldier army battle enemy
        empire emperor treaty independence result value sum plus minus times slowly quickly easily carefully
        suddenly immediately recently currently eventually originally previously respectively approximately roughly
        completely totally entirely mostly mainly partly slightly
    """
_HOME = """
        salt sugar oil pepper sauce soup flour butter cheese potato tomato onion garlic bean noodle pot pan
        knife spoon fork kettle stove fridge oven dish recipe cook clothes shirt shoe hat coat dress sock
        umbrella clock watch phone lamp candle chair sofa blanket pillow mirror soap towel toothbrush body hand
        foot face eye ear nose mouth tooth hair arm leg finger heart blood bone skin health illness medicine
        pain fever sleep dream weather rain snow wind cloud storm fire smoke air stone sand gold silver iron
        wood glass village neighbor neighbour uncle aunt grandfather grandmother wife husband guest boss worker
        lawyer police thief judge poet writer singer painter hero story tale novel poem song dance
    """
_VERBS = """
        avoid mention discuss outline highlight emphasize emphasise ensure recommend suggest introduce
        illustrate clarify elaborate argue respond explore examine investigate discover observe realize realise
        recognize recognise imagine wonder doubt prefer ignore admit accept reject refuse allow forbid deserve
        intend expect predict propose proceed explain prove believe agree decide describe summarize summarise
        depend determine appear figure require provide represent express recheck reconsider restate rephrase
        reconcile rewrite cancel answer guess hope wish learn teach attempt manage handle bother worry care
        pretend refer relate cause lead happen remain involve concern
    """
_PLAIN = """
        answer question problem solution reason idea example explanation proof theorem possibility conclusion assumption
        claim fact truth mistake trouble people way today tomorrow yesterday tonight nothing
    """
_MANNERS = """
        personal lucky literal technical theoretical practical mathematical numerical actual basic initial additional
        historical traditional visual mental official intuitive rapid steady smooth frequent constant repeated final
        careful general particular specific ideal real true whole sole mere near recent late sudden eventual ironic
    """
_QUALITIES = """
        important exact easy simple difficult interesting useful possible impossible different similar equal
        certain sure obvious clear careful bad beautiful happy sad cheap expensive slow quick rare serious
        honest brief rough natural logical careless necessary reasonable plausible relevant consistent correct
        wrong proper effective significant strange weird tricky wise fair nice good great perfect appropriate
        apparent evident complete sufficient decent friendly ugly sensible realistic convincing boring funny
        crazy lovely
    """


def _adverbs(qualities: str) -> frozenset[str]:
    """The adverb of each quality, by the rules; a form that does not exist does no harm."""
    ends = (("le", "ly"), ("y", "ily"), ("ic", "ically"), ("", "ly"))
    return frozenset(
        next(word.removesuffix(old) + new for old, new in ends if word.endswith(old)) for word in qualities.split()
    )


EVERYDAY = forms(f"{_EVERYDAY} {_HOME} {_VERBS} {_QUALITIES}") | _adverbs(_QUALITIES + _MANNERS) - words(
    "likes apples'"
)
"""Words of every day and of school mathematics, for which every language has its own."""

PLAIN = (
    forms(_VERBS + _PLAIN)
    | _adverbs(_QUALITIES + _MANNERS)
    | words(_QUALITIES)
    | words(
        "big small better best worse worst enough several various one two three four five six seven eight nine ten"
        " twenty"
        " hundred thousand began begun became told felt thought understood slowly suddenly immediately recently"
        " currently"
        " eventually originally previously approximately completely totally entirely mostly mainly partly slightly"
        " afraid tired hungry busy rich poor dangerous"
    )
) - words(
    "big small best worst better rich poor learn learning learned"
    " simple complete correct perfect natural equal clear fair cause causes reject accept handle handles ignore lead"
)
"""Everyday words that are no term of any trade: a second language also beside programs."""

SURELY = _adverbs(_QUALITIES + _MANNERS) - words("approximately partially")
"""Adverbs of manner and of opinion: in no name of anything."""

OF_CODE = words("""
        sum value values count counts total result results left right start end begin target current next first last
        new old size length width height name names type text word words line lines row rows column columns path
        point points score level parent child children root leaf head tail top bottom middle front rear back source
        input output state states step steps case cases test tests user order group item items element position flag
        visited found open close read write add remove delete insert update find search sort merge split join filter
        map reduce range number numbers square even odd class variable loop model train feature prime factor power
        root constant digit digits decimal double long short average product remainder tree edge graph pair triple
        table page window card lock run stop call return break continue pass second move call check used empty full
        ready done valid error same other get set put post head options option not one zero two true false
        error event cut copy link view help show clean build start stash
    """)
"""Everyday words that programs use as names and commands; in a text about code they are no second language."""

COUNTED = words("""
        meter meters metre metres mile miles foot feet inch inches yard yards pound pounds ounce ounces gallon
        gallons acre acres degree degrees dollar dollars cent cents hour hours minute minutes second seconds day
        days liter liters litre litres gram grams kilogram kilograms kilometer kilometers centimeter centimeters
        newton newtons joule joules watt watts volt volts ohm ohms ampere amperes pascal pascals kelvin mole moles
        bit bits byte bytes times unit units per hertz radian radians euro euros
    """)
"""Units written out; after a number they are units."""

PHRASES = """
    divide and conquer|if and only if|end[- ]to[- ]end|peer[- ]to[- ]peer|point[- ]to[- ]point|let'?s encrypt
    |step by step|(?:present|past|future) (?:perfect|tense|continuous|participle)|basis points?
    |attention is all you need|out of (?:memory|range|bounds|sample|order)|hello,? world|rock (?:and|&|'n'?) roll
    |rock paper scissors|game of life|game of thrones|what you see is what you get|keep it simple|proof by \\w+
    |copy[- ]on[- ]write|write[- ]ahead log|read[- ]only|first[- ]in,? first[- ]out|last[- ]in,? first[- ]out
    |first come first served|state of the art|time to live|point of sale|proof of (?:work|stake|concept)
    |internet of things|law of large numbers|man in the middle|bag of words|mixture of experts|chain of thoughts?
    |tree of thoughts?|mean squared? error|least squares|random walk|random forest|decision tree
    |binary (?:search )?tree|red[- ]black tree|segment tree|prefix sums?|maximum (?:likelihood|flow)|shortest path
    |two[- ]?sum|knapsack problem|travell?ing salesman(?: problem)?|eight queens|tower of hanoi|game of nim
    |monty hall(?: problem)?|three[- ]body problem|time complexity|space complexity|big[- ]o|test cases?|edge cases?
    |base case|corner cases?|worst case|best case|average case|unit tests?|hash table|lookup table|look[- ]up table
    |linked list|doubly linked list|two pointers?|fast (?:and|&) slow pointers?|sliding window|dynamic programming
    |binary search|bubble sort|quick ?sort|merge sort|heap sort|insertion sort|selection sort|bucket sort
    |counting sort|radix sort|topological sort|breadth[- ]first search|depth[- ]first search|union[- ]find
    |machine learning|deep learning|reinforcement learning|few[- ]shot|zero[- ]shot|one[- ]hot|one[- ]shot
    |fine[- ]tun(?:e|ing)|language models?|large language models?|learning rate|open[- ]source|open source
    |closed[- ]source|full stack|front[- ]?end|back[- ]?end|dead ?lock|race condition|garbage collection|call stack
    |stack overflow|buffer overflow|key[- ]value|name ?space|work ?flow|foreign key|primary key|group by|order by
    |inner join|left join|right join|where clause|having clause|pull request|code review|git (?:add|commit|push|pull
    |clone|merge|rebase|checkout|status|log|diff|stash)|big data|data science|cold start|hot ?spot|black box
    |white box|black hole|dark matter|red shift|big bang|string theory|chi[- ]square|p[- ]value|t[- ]test|z[- ]score
    |a/b tests?|standard deviation|normal distribution|central limit theorem|chinese remainder theorem
    |pigeonhole principle|power set|prime numbers?|floating[- ]point|fixed[- ]point|real time|run ?time|time ?out
    |time series|square root|greatest common divisor|least common multiple|for[- ]each|do[- ]while|try[- ](?:catch
    |except)|if[- ]else|call by (?:value|reference)|pass by (?:value|reference)|is[- ]a|has[- ]a|not a number
    |null pointer|read[- ]write|check[- ]?in|check[- ]?out|log[- ]?in|log[- ]?out|sign[- ]?up|sign[- ]?in
    |top[- ]down|bottom[- ]up|plug[- ]?in|add[- ]?on|start[- ]?up|set[- ]?up|back[- ]?up|scale[- ](?:up|out)
    |follow[- ]?up|round[- ]robin|not found|bad request|http requests?|power ?point|video on demand
    |business to business|face to face|free kick|free throw|slam dunk|home run|hot dog|trade[- ]off|feed[- ]forward
    |look[- ]ahead|just[- ]in[- ]time|ahead[- ]of[- ]time|user story|product owner|word2vec|word embeddings?
    |self[- ]attention|batch size|batch normalization|layer normalization|cross[- ]entropy|loss function
    |train(?:ing)? set|test set|ground truth|true positive|false positive|true negative|false negative
    |neural networks?|in[- ]context learning
    |(?:free |operating )?cash flow|best of (?:three|five|seven)|learning curves?|comfort zone|(?:soft|hard|smart) power
    |happy (?:hour|ending)|big five|growth mindset|gap year|break[- ]even|stop[- ]loss|long tail|(?:blue|red) ocean
    |early (?:adopter|bird|access)|word of mouth|win[- ]win|peer (?:pressure|review)|white noise|dark horse|hat trick
    |pick and roll|fast break|play[- ]in|play[- ]?offs?|man of the match|long take|jump cut|voice[- ]?over|close[- ]?up
    |point of view|plot twist|red herring|easter egg|open world|side quest|game over|level up|color grading|golden hour
    |depth of field|(?:high|low) key|market (?:cap|share|maker)|bull market|bear market|short (?:sell|selling|squeeze)
    |dead cat bounce|black swan|gr[ae]y rhino|moral hazard|free rider|public goods?|net present value|time value
    |fair value|book value|work[- ]life balance|fight or flight|nature and nurture|nature vs\\.? nurture|big fish
    |fixed mindset|cold war|new deal|iron curtain|ice ?break(?:er|ing)?|role play|story ?board|mind map|to[- ]do list
    |bucket list|road ?map|land mark|street food|fast food|soft drink|brain ?storm(?:ing)?|elevator pitch|mind set
    |put options?|call options?|post[- ]hoc|(?:eta|chi|r)[- ]squared|hi[- ]hat|beam (?:size|search)|length penalty
    |hard ?core|main ?stream|under ?ground|new wave|hip[- ]hop|big band|sound ?track|cover letter
"""
"""Terms of several words that have everyday words in them; a regular expression without its spaces at line ends."""
