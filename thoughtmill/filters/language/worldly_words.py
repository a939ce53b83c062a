"""English words of the world outside programs: things, people, nature, feelings, society, deeds.

Chinese has its own word for each and no trade says them in English, so inside Chinese they are a second language. Alone
they say less than the words of english_words: a term may have one of them beside a word of its own (carbon footprint).
"""

from thoughtmill.filters.language.english_words import DISCOURSE, EVERYDAY, OF_CODE, SMALL, forms
from thoughtmill.filters.language.function_words import words

_THINGS = """
    garbage trash rubbish litter sewage furniture cupboard drawer curtain carpet mattress bathroom bathtub toilet
    ceiling staircase attic balcony fence yard lawn backyard driveway hallway corridor bedroom apartment cottage palace
    temple church mosque cathedral castle tower monument statue museum theater theatre gallery factory warehouse
    workshop restaurant bakery pharmacy supermarket grocery mall hotel hostel prison jail courthouse embassy
    kindergarten playground stadium swimming gym cemetery tomb grave coffin candle lantern torch lighter match broom
    hammer nail screw rope thread needle scissors razor comb brush toothpaste shampoo detergent handkerchief
    napkin towel wallet purse backpack suitcase luggage umbrella raincoat sweater jacket trousers jeans skirt shorts
    underwear glove scarf boots sandals slipper pajamas uniform necklace bracelet earring jewelry jewel diamond pearl
    crown sword spear shield arrow bow rifle pistol bullet cannon bomb wheel brake tire bicycle motorcycle subway
    tram ferry sailboat helicopter airplane aircraft spaceship rocket highway railway pavement sidewalk crossroads
    lighthouse harbor harbour pier newspaper magazine diary envelope stamp postcard notebook eraser blackboard chalk
    textbook dictionary encyclopedia calendar alarm telescope microscope thermometer scale camera refrigerator
    microwave dishwasher vacuum heater fan chimney fireplace firewood charcoal coal petrol gasoline diesel plastic
    rubber leather cotton wool silk linen fabric cloth cement brick concrete marble clay steel copper bronze tin lead
    aluminum aluminium mercury ceramic porcelain pottery bamboo timber lumber paint ink glue tape toys doll puppet kite
    balloon puzzle chess poker drum violin piano guitar flute trumpet orchestra choir melody lyrics rhyme
"""
_FOOD = """
    vegetable vegetables cabbage carrot spinach lettuce cucumber pumpkin eggplant mushroom corn wheat barley oats rye
    peanut almond walnut strawberry blueberry raspberry watermelon pineapple mango coconut cheese yogurt cream beef pork
    mutton lamb bacon sausage ham shrimp crab lobster oyster salmon tuna dumpling pancake sandwich hamburger salad
    dessert chocolate candy honey syrup vinegar mustard ginger cinnamon spice spices seasoning beverage beer wine liquor
    whisky lemonade thirst hunger appetite nutrition nutrient protein vitamin diet feast banquet picnic barbecue chef
    waiter waitress menu recipe flavor flavour taste delicious tasty bitter sour salty spicy sweet ripe rotten
    ingredient
"""
_PEOPLE = """
    grandparents grandma grandpa nephew niece cousin sibling twin infant toddler teenager adolescent adult elderly
    bride groom widow orphan neighbor stranger gentleman lady citizen resident tourist traveler traveller passenger
    pedestrian cyclist customer merchant trader peddler shopkeeper clerk cashier tailor carpenter plumber mechanic
    electrician blacksmith fisherman hunter shepherd peasant landlord tenant servant slave slaves nobleman
    aristocrat prince princess duke knight monk nun priest bishop pope prophet saint pilgrim philosopher scientist
    physicist chemist biologist historian economist psychologist sociologist astronomer mathematician engineer architect
    inventor explorer sailor captain pilot astronaut nurse surgeon dentist patient patients physician veterinarian
    professor lecturer principal pupil classmate roommate colleague coworker employee employer manager secretary
    accountant banker investor shareholder entrepreneur politician senator mayor governor minister ambassador diplomat
    lawmaker lawyer attorney witness criminal murderer robber victim prisoner detective spy terrorist rebel refugee
    immigrant ancestor descendant hero heroine villain protagonist narrator author journalist reporter editor publisher
    artist musician composer conductor actress actor dancer athlete coach referee champion audience spectator crowd
    volunteer beggar rival ally opponent companion mankind humanity human humans childhood youth adulthood
"""
_NATURE = """
    continent island peninsula desert jungle rainforest swamp wetland prairie meadow valley canyon cliff cave volcano
    glacier iceberg waterfall pond creek spring tide wave beach coast shore seaside horizon soil mud dust pebble
    mineral crystal fossil planet galaxy comet asteroid meteor satellite eclipse sunlight moonlight sunshine sunrise
    sunset dawn dusk twilight thunder lightning rainfall rainbow drizzle flood drought earthquake landslide avalanche
    hurricane typhoon tornado blizzard hail frost fog mist breeze humidity moisture climate weather atmosphere ozone
    oxygen hydrogen nitrogen carbon sulfur pollution pollutant emission emissions greenhouse ecosystem habitat
    biodiversity species predator prey mammal reptile amphibian bird insect wolf fox deer squirrel rat hamster
    camel donkey goat giraffe zebra kangaroo panda dolphin whale shark turtle frog toad lizard crocodile eagle hawk owl
    crow sparrow pigeon swan duck goose turkey hen rooster butterfly mosquito bee beetle ant worm snail spider feather
    wing tail fur claw beak nest blossom petal stem bud trunk bark twig thorn weed weeds bush shrub moss fern orchard
    vineyard farmland crop crops harvest fertilizer pesticide irrigation livestock cattle poultry
"""
_BODY = """
    forehead eyebrow eyelash cheek chin jaw throat neck shoulder elbow wrist thumb chest belly stomach waist hip thigh
    knee ankle toe heel spine rib skull brain lung lungs liver kidney intestine muscle nerve artery vein tissue organ
    saliva sweat tear breath breathing heartbeat pulse hormone disease infection virus bacteria germ cough flu
    cancer diabetes obesity allergy symptom headache wound injury scar bruise fracture surgery therapy treatment
    medication pill vaccine vaccination hospital ambulance clinic diagnosis immunity hygiene fitness exercise fatigue
    insomnia stress anxiety depression disability blind deaf pregnant pregnancy birth childbirth aging death lifespan
"""
_MIND = """
    emotion feeling feelings mood anger rage fury fear terror horror panic sadness sorrow grief despair loneliness
    lonely happiness joy delight pleasure excitement excited enthusiasm passion jealousy envy greed pride shame guilt
    embarrassment regret disappointment disappointed frustration frustrated boredom curiosity curious surprise surprised
    courage bravery brave coward kindness generosity generous honesty loyalty loyal trust betrayal patience humility
    arrogance arrogant laziness lazy diligence diligent wisdom intelligence stupidity stupid foolish ignorance knowledge
    belief faith opinion attitude behavior behaviour personality character temperament habit habits custom
    preference desire ambition motivation inspiration imagination creativity thought memory consciousness
    instinct intuition willpower confidence confident doubt confusion confused misunderstanding friendship
    relationship affection romance romantic marriage divorce wedding funeral farewell reunion loneliness solitude
    freedom liberty justice injustice equality inequality fairness dignity honor honour respect tolerance prejudice
    discrimination racism cruelty violence peaceful harmony destiny fate fortune luck misfortune miracle
"""
_SOCIETY = """
    society community population citizenry nation nationality homeland border territory colony colonies kingdom
    dynasty republic democracy democratic monarchy dictatorship communism capitalism socialism parliament congress
    election vote voter campaign constitution legislation lawsuit crime punishment penalty court trial verdict
    evidence police murder theft robbery fraud corruption bribery rebellion revolution revolt uprising invasion conquest
    defeat victory alliance treaties ceasefire weapon weapons navy troops military veteran casualty casualties refugee
    economy economic economical industry industrial agriculture agricultural commerce trade merchandise goods product
    consumer producer demand supply income wage salary wages tax taxes taxation tariff debt loan mortgage rent savings
    budget expense expenditure profit revenue inflation unemployment poverty wealth wealthy luxury bankruptcy
    insurance pension charity donation subsidy investment stock currency coin banknote cash employment job jobs
    career profession occupation workplace strike union education educational tuition scholarship homework exam exams
    examination graduation curriculum lecture lesson lessons literacy culture cultural tradition traditional heritage
    festival ceremony ritual religion religious prayer sermon myth legend folklore superstition civilization
    civilisation ancient medieval modern contemporary literature poetry drama comedy tragedy biography essay chapter
    paragraph stanza metaphor simile proverb idiom symbol symbolism plot theme sculpture architecture painting
    portrait landscape calligraphy opera ballet concert exhibition entertainment hobby sport sports football basketball
    baseball volleyball tennis badminton swimming marathon race competition tournament medal prize award leisure
    vacation holiday tourism adventure expedition transportation transport traffic infrastructure housing neighborhood
    downtown suburb urban rural countryside village urbanization migration immigration globalization sustainability
    sustainable renewable electricity machinery technology technological invention discovery experiment experiments
    laboratory hypothesis observation phenomenon phenomena explanation significance importance consequence influence
    advantage disadvantage benefit drawback challenge difficulty opportunity success failure achievement progress effort
    goal purpose aim intention strategy solution advice suggestion recommendation warning criticism praise
    complaint apology excuse promise secret rumor rumour gossip conversation dialogue debate argument quarrel dispute
    conflict compromise agreement disagreement negotiation cooperation collaboration responsibility duty obligation
    privilege
"""
_DEEDS = """
    improve protect pollute destroy damage harm prevent encourage discourage persuade convince threaten warn punish
    reward forgive apologize praise criticize blame complain quarrel argue fight attack defend escape hide chase hunt
    capture arrest rescue survive suffer recover heal cure injure kill murder steal rob cheat lie deceive betray borrow
    lend donate earn waste invest hire employ resign retire graduate educate inspire motivate influence affect
    contribute participate cooperate compete achieve accomplish succeed fail struggle overcome endure tolerate
    celebrate decorate invite welcome greet hug kiss smile laugh cry weep whisper shout scream sing whistle breathe
    swallow chew bite lick smell sniff stare glance gaze wander climb crawl kneel bend stretch shake tremble shiver
    sweat boil bake fry roast grill melt freeze burn dissolve evaporate condense sink pour spill splash soak wipe
    sweep scrub polish repair mend sew knit weave dig plant harvest irrigate feed raise breed tame ride sail row
    commute wander migrate settle inhabit invade conquer colonize rule govern elect vote protest rebel revolt abolish
    liberate negotiate persuade inherit symbolize portray depict narrate recite memorize pronounce mumble stutter
    weaken strengthen worsen deteriorate accelerate postpone hurry rush hesitate strive
"""
_KINDS = """
    expensive cheap delicious polite rude gentle cruel wicked evil innocent guilty shy timid bold cautious reckless
    stubborn humble selfish greedy jealous anxious nervous calm relaxed exhausted sleepy thirsty drunk sober sick ill
    healthy unhealthy fit plump fat skinny slender muscular bald handsome pretty elegant shabby fashionable muddy dusty
    rusty slippery sticky smooth rough sharp blunt hollow fragile sturdy tough tender juicy crispy fresh stale frozen
    boiling freezing chilly warm humid foggy rainy cloudy sunny windy snowy stormy noisy quiet silent loud bright dim
    dark gloomy cheerful miserable grateful thankful ashamed proud embarrassed amazed astonished shocked disgusted
    frightened scared terrified worried upset annoyed furious satisfied optimistic pessimistic ambitious talented
    clever smart wise stupid ignorant experienced skillful skilled clumsy famous unknown notorious popular unpopular
    powerful powerless wealthy ancient modern former harmful harmless toxic poisonous edible hazardous dangerous
    beneficial valuable precious worthless priceless profound meaningful meaningless essential crucial vital severe
    tragic dramatic mysterious magical sacred holy brutal bloody violent peaceful prosperous barren fertile abundant
    scarce plentiful gigantic enormous huge tiny vast immense shallow steep distant nearby remote domestic foreign
    native immoral moral ethical political social cultural economic financial environmental psychological emotional
    spiritual concise vivid lively fluent dull sincere earnest homesick nostalgic melancholy tireless diligent
    sluggish steadfast graceful solemn tender mighty thrifty frugal wasteful lavish tidy messy crowded deserted
    peaceful hectic urgent prompt punctual thorough hasty vague ambiguous explicit fierce mild harsh severe lenient
    strict loose arrogant modest sensitive insensitive sympathetic indifferent enthusiastic reluctant willing
    unwilling eager hopeless helpless fearless careless homeless endless countless priceless shameful regretful
    respectful disrespectful delightful dreadful awful terrible horrible wonderful marvelous splendid magnificent
    superb mediocre
"""
_TERMS = words("""
    threads brush brushes scale scales fan fans tape crystal wave waves tail stem trunk spider worm ant ants agent
    lead tin vacuum match matches bow bows stamp union unions fork mercury puzzle puzzles concrete plot plots theme
    themes trust trusts trusted campaign campaigns stock stocks attack attacks influence chapter smooth rough
    stale raise raised raises feed feeds fail fails failed failing failure row rows
    rowing sink sinks plant native symbol symbols product products trial trials custom character characters memory rule
    rules manager editor publisher author authors reviewer strategy rocket sail heap scrub award spring
    springs hook balloon shield shields cache coach migrate migration migrating diet virus viruses organ tissue
    organic pilot camera satellite landscape portrait carbon species vector secret hidden hide hides
    hero heroes human humans agreement container bark observation conductor
    tenant tenants consumer consumers producer producers supply stage warning warnings alarm alarms
    cream ham pi knight knights mall twin protein script scripts poker
    recover recovered recovering inherit inherited inherits inheriting commute polish settle weave embrace reward
    rewards punish notebook calendar wallet concert social jeans dim stretch shake hash bite bites glue flu rib
    ill fit vital foreign modern stress bank tear tears explorer observer invite greet
    pixel hybrid gallery tower towers arrow arrows accelerate accelerated sparse motivation
    menu pro mode freeze freezing frozen budget
    cooperate cooperates compete competes

    skinny masterpiece trap float floats floating
    job jobs community solution solutions revenue profit profits cash engineer engineers resident
    patient patients
    treatment stress trade trades currency conflict conflicts script gym twist court race races damage
""")
"""Those that programs, sciences, brands or games have as terms, in Chinese too."""

WORLDLY = (
    forms(" ".join((_THINGS, _FOOD, _PEOPLE, _NATURE, _BODY, _MIND, _SOCIETY, _DEEDS, _KINDS)))
    - _TERMS
    - EVERYDAY
    - OF_CODE
    - DISCOURSE
    - SMALL
)
"""The words with their endings, without those that are terms somewhere."""
